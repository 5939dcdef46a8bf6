'use server'
import { orgAction } from '@/lib/access/actions'
import * as ownership from '@/lib/domain/ownership/offers'

// For every member: that it was offered to them is asked under the lock. Declining takes nothing, so it wants no proof.
export const acceptOwnership = orgAction(
  'organization:read',
  ownership.ownershipOfferSchema,
  ownership.acceptOwnership,
  { stepUp: true },
)
export const declineOwnership = orgAction(
  'organization:read',
  ownership.ownershipOfferSchema,
  ownership.declineOwnership,
)
