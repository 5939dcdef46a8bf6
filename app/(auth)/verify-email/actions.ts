'use server'

import { publicAction } from '@/lib/access/actions'
import * as verification from '@/lib/auth/email-addresses/verify-email'
import { resendVerificationSchema, resendVerification as sendAgain } from '@/lib/auth/sign-up'
import { tokenSchema } from '@/lib/auth/tokens'

export const verifyEmail = publicAction('mailedToken', tokenSchema, verification.verifyEmail)
export const rejectSignUp = publicAction('mailedToken', tokenSchema, verification.rejectSignUp)
export const resendVerification = publicAction('mailedToken', resendVerificationSchema, sendAgain)
