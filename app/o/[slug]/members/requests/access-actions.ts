'use server'
import { orgAction } from '@/lib/access/actions'
import * as grants from '@/lib/domain/access-requests/grants'

const { holdAccessRequest } = grants

export const grantAccess = orgAction('member:update', grants.grantAccessSchema, grants.grantAccess, {
  on: holdAccessRequest,
})
export const declineAccess = orgAction('member:update', grants.declineAccessSchema, grants.declineAccess, {
  on: holdAccessRequest,
})
