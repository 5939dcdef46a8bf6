'use server'
import { z } from 'zod'
import { publicAction } from '@/lib/access/actions'
import * as secondStep from '@/lib/auth/second-factor/second-step'

export const passSecondStep = publicAction('signIn', secondStep.secondStepSchema, secondStep.passSecondStep)
export const giveUpSecondStep = publicAction('signIn', z.object({}), secondStep.giveUpSecondStep)
