'use server'
import { userAction } from '@/lib/access/actions'
import { deleteAccountSchema, deleteAccount as remove } from '@/lib/auth/delete-account'

export const deleteAccount = userAction(deleteAccountSchema, remove, { stepUp: true })
