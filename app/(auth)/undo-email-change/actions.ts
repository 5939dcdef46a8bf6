'use server'
import { publicAction } from '@/lib/access/actions'
import { undoEmailChange as undo } from '@/lib/auth/email-addresses/primary'
import { tokenSchema } from '@/lib/auth/tokens'

export const undoEmailChange = publicAction('mailedToken', tokenSchema, undo)
