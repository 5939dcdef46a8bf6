'use server'

import { publicAction } from '@/lib/access/actions'
import { signUp as askForAccount, signUpSchema } from '@/lib/auth/sign-up'

export const signUp = publicAction('signUp', signUpSchema, askForAccount)
