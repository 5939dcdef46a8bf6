'use server'

import { publicAction } from '@/lib/access/actions'
import { resendVerificationSchema, resendVerification as sendAgain } from '@/lib/auth/sign-up'
import { tokenSchema } from '@/lib/auth/tokens'
import * as verification from '@/lib/auth/verify-email'

export const verifyEmail = publicAction('mailedToken', tokenSchema, verification.verifyEmail)
export const rejectSignUp = publicAction('mailedToken', tokenSchema, verification.rejectSignUp)
export const resendVerification = publicAction('mailedToken', resendVerificationSchema, sendAgain)
