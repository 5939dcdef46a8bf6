'use server'
import { userAction } from '@/lib/access/actions'
import { deleteAccountSchema, deleteAccount as remove } from '@/lib/auth/account/delete-account'

export const deleteAccount = userAction(deleteAccountSchema, remove, { stepUp: true })
