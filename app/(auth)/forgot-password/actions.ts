'use server'

import { publicAction } from '@/lib/access/actions'
import { forgotPasswordSchema, mailPasswordReset } from '@/lib/auth/passwords/reset'

export const forgotPassword = publicAction('signIn', forgotPasswordSchema, mailPasswordReset)
