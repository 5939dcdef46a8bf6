'use server'
import { z } from 'zod'
import { publicAction, userAction } from '@/lib/access/actions'
import { switchAccountFor } from '@/lib/auth/sessions/several-accounts'
import * as acceptance from '@/lib/domain/invitations/acceptance'
import * as asking from '@/lib/domain/invitations/ask-again'

export const acceptInvitation = userAction(acceptance.acceptInvitationSchema, acceptance.acceptInvitation)
export const acceptMyInvitation = userAction(acceptance.myInvitationSchema, acceptance.acceptMyInvitation)
export const declineMyInvitation = userAction(acceptance.myInvitationSchema, acceptance.declineMyInvitation)
export const askForNewInvitation = publicAction('mailedToken', asking.askAgainSchema, asking.askAgain)

/** Signed in as somebody else, who steps aside and stays signed in; and back here once the right one is. */
export const switchAccount = userAction(z.object({ token: z.string() }), (_, { token }) =>
  switchAccountFor(`/invite/${encodeURIComponent(token)}`),
)
