'use server'

import { publicAction } from '@/lib/access/actions'
import { resetPasswordSchema, resetPassword as setPassword } from '@/lib/auth/passwords/reset'

export const resetPassword = publicAction('mailedToken', resetPasswordSchema, setPassword)
