'use server'
import { userAction } from '@/lib/access/actions'
import {
  deviceSchema,
  forgetDevice as forget,
  otherSessionsSchema,
  revokeSession as revoke,
  revokeOtherSessions as revokeOthers,
  sessionSchema,
} from '@/lib/auth/sessions/sessions'

export const revokeSession = userAction(sessionSchema, revoke, { stepUp: true })
export const revokeOtherSessions = userAction(otherSessionsSchema, revokeOthers, { stepUp: true })
export const forgetDevice = userAction(deviceSchema, forget)
