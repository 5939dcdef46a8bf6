'use server'

import { publicAction } from '@/lib/access/actions'
import * as signInLink from '@/lib/auth/sign-in-link'
import { tokenSchema } from '@/lib/auth/tokens'

export const signInWithLink = publicAction('mailedToken', tokenSchema, signInLink.signInWithLink)
export const signInWithCode = publicAction('signIn', signInLink.signInWithCodeSchema, signInLink.signInWithCode)
