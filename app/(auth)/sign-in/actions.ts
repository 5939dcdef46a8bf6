'use server'

import { publicAction } from '@/lib/access/actions'
import { signInSchema, signIn as signInWith } from '@/lib/auth/sign-in'

export const signIn = publicAction('signIn', signInSchema, signInWith)
