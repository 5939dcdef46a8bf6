'use server'
import { orgAction } from '@/lib/access/actions'
import * as requests from '@/lib/domain/domains/join-requests'

const { holdJoinRequest: on } = requests

export const approveJoinRequest = orgAction(
  'member:invite',
  requests.approveJoinRequestSchema,
  requests.approveJoinRequest,
  { on },
)
export const declineJoinRequest = orgAction(
  'member:invite',
  requests.declineJoinRequestSchema,
  requests.declineJoinRequest,
  { on },
)
