'use server'
import { orgAction } from '@/lib/access/actions'
import * as requests from '@/lib/domain/access-requests/access-requests'

// Whoever is a member may ask, whatever else their role holds.
export const askForAccess = orgAction('organization:read', requests.askForAccessSchema, requests.askForAccess)
export const withdrawAccessRequest = orgAction(
  'organization:read',
  requests.accessRequestSchema,
  requests.withdrawAccessRequest,
)
