'use server'
import { z } from 'zod'
import { userAction } from '@/lib/access/actions'
import * as stepUpCode from '@/lib/auth/step-up/code'
import * as identity from '@/lib/auth/step-up/confirm-identity'

export const confirmIdentity = userAction(identity.confirmIdentitySchema, identity.confirmIdentity, {
  prepare: identity.weighClaim,
})
export const mailStepUpCode = userAction(z.object({}), stepUpCode.mailStepUpCode)
