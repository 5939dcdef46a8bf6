'use server'
import { userAction } from '@/lib/access/actions'
import { updateName as update, updateNameSchema } from '@/lib/domain/profile'

export const updateName = userAction(updateNameSchema, update)
