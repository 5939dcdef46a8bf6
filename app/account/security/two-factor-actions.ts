'use server'
import { z } from 'zod'
import { userAction } from '@/lib/access/actions'
import * as factor from '@/lib/auth/second-factor/second-factor'

const nothing = z.object({})

export const beginTwoFactor = userAction(factor.beginTwoFactorSchema, factor.beginTwoFactor, { stepUp: true })
export const confirmTwoFactor = userAction(factor.confirmTwoFactorSchema, factor.confirmTwoFactor, { stepUp: true })
export const regenerateRecoveryCodes = userAction(nothing, factor.regenerateRecoveryCodes, { stepUp: true })
export const disableTwoFactor = userAction(factor.disableTwoFactorSchema, factor.disableTwoFactor, { stepUp: true })
