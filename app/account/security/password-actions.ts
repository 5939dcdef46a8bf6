'use server'
import { userAction } from '@/lib/access/actions'
import {
  changePassword as change,
  changePasswordSchema,
  preparePassword,
  removePassword as remove,
  removePasswordSchema,
} from '@/lib/auth/passwords/change'

export const changePassword = userAction(changePasswordSchema, change, { stepUp: true, prepare: preparePassword })
export const removePassword = userAction(removePasswordSchema, remove, { stepUp: true })
