'use server'
import { orgAction } from '@/lib/access/actions'
import * as deletedOrganizations from '@/lib/domain/deleted-organizations'
import * as organizations from '@/lib/domain/organizations'
import * as ownership from '@/lib/domain/ownership-offers'

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

export const offerOwnership = orgAction(
  'organization:transfer',
  ownership.offerOwnershipSchema,
  ownership.offerOwnership,
  { stepUp: true },
)
export const withdrawOwnership = orgAction(
  'organization:transfer',
  ownership.ownershipOfferSchema,
  ownership.withdrawOwnership,
)
