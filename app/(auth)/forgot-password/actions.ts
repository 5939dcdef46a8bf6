'use server'

import { publicAction } from '@/lib/access/actions'
import { forgotPasswordSchema, mailPasswordReset } from '@/lib/auth/reset-password'

export const forgotPassword = publicAction('signIn', forgotPasswordSchema, mailPasswordReset)
