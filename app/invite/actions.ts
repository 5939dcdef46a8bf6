'use server'
import { z } from 'zod'
import { userAction } from '@/lib/access/actions'
import { endSession } from '@/lib/auth/session'
import * as acceptance from '@/lib/domain/acceptance'

export const acceptInvitation = userAction(acceptance.acceptInvitationSchema, acceptance.acceptInvitation)
export const acceptMyInvitation = userAction(acceptance.myInvitationSchema, acceptance.acceptMyInvitation)
export const declineMyInvitation = userAction(acceptance.myInvitationSchema, acceptance.declineMyInvitation)

/** Signed in as somebody else: out, and back here through the sign-in page. */
export const switchAccount = userAction(z.object({ token: z.string() }), async (_, { token }) => {
  await endSession()
  const next = `/invite/${encodeURIComponent(token)}`
  return { redirectTo: `/sign-in?${new URLSearchParams({ 'signed-out': '', next })}` }
})
