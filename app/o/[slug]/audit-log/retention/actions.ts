'use server'
import { orgAction } from '@/lib/access/actions'
import * as retention from '@/lib/domain/audit/retention'

export const changeRetention = orgAction('policy:update', retention.changeRetentionSchema, retention.changeRetention, {
  stepUp: true,
})
