'use server'
import { orgAction } from '@/lib/access/actions'
import * as deletedOrganizations from '@/lib/domain/deleted-organizations'
import * as organizations from '@/lib/domain/organizations'

export const renameOrganization = orgAction(
  'organization:update',
  organizations.renameOrganizationSchema,
  organizations.renameOrganization,
)
export const changeSlug = orgAction('organization:update', organizations.slugSchema, organizations.changeSlug)
export const checkNewSlug = orgAction('organization:update', organizations.slugSchema, organizations.checkNewSlug)
export const deleteOrganization = orgAction(
  'organization:delete',
  deletedOrganizations.deleteOrganizationSchema,
  deletedOrganizations.deleteOrganization,
  { stepUp: true },
)
