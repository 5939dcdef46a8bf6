'use server'
import { userAction } from '@/lib/access/actions'
import { beginLinking, beginLinkingSchema, unlink, unlinkSchema } from '@/lib/auth/oauth/social-linking'

export const connectAccount = userAction(beginLinkingSchema, beginLinking, { stepUp: true })
export const disconnectAccount = userAction(unlinkSchema, unlink, { stepUp: true })
