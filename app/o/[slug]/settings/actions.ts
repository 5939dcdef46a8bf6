'use server'
import { orgAction } from '@/lib/access/actions'
import * as deletedOrganizations from '@/lib/domain/organizations/deleted'
import * as exporting from '@/lib/domain/organizations/export'
import * as formerSlugs from '@/lib/domain/organizations/former-slugs'
import * as look from '@/lib/domain/organizations/look'
import * as organizations from '@/lib/domain/organizations/organizations'
import * as ownership from '@/lib/domain/ownership/offers'

export const renameOrganization = orgAction(
  'organization:update',
  organizations.renameOrganizationSchema,
  organizations.renameOrganization,
)
export const changeSlug = orgAction('organization:update', organizations.slugSchema, organizations.changeSlug)
export const checkNewSlug = orgAction('organization:update', organizations.slugSchema, organizations.checkNewSlug)
export const releaseSlug = orgAction('organization:update', formerSlugs.releaseSlugSchema, formerSlugs.releaseSlug)

export const uploadLogo = orgAction('organization:update', look.uploadLogoSchema, look.updateLogo, {
  prepare: look.drawLogo,
  upload: 'logo',
})
export const removeLogo = orgAction('organization:update', look.removeLogoSchema, look.removeLogo)
export const changeAccent = orgAction('organization:update', look.changeAccentSchema, look.changeAccent)

// Whoever may delete it all may take it all along.
export const prepareExport = orgAction('organization:delete', exporting.prepareExportSchema, exporting.prepareExport, {
  stepUp: true,
})
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
