'use server'
import { orgAction } from '@/lib/access/actions'
import * as roles from '@/lib/domain/roles/custom-roles'
import * as deleting from '@/lib/domain/roles/delete-role'

export const createRole = orgAction('role:create', roles.createRoleSchema, roles.createRole)
export const updateRole = orgAction('role:update', roles.updateRoleSchema, roles.updateRole, {
  on: roles.holdRoleForUpdate,
})
export const deleteRole = orgAction('role:delete', deleting.deleteRoleSchema, deleting.deleteRole, {
  on: roles.holdRoleForDeletion,
})
