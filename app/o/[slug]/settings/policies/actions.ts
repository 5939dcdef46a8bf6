'use server'
import { orgAction } from '@/lib/access/actions'
import * as policies from '@/lib/domain/policies/policies'

export const updatePolicies = orgAction('policy:update', policies.updatePoliciesSchema, policies.updatePolicies, {
  stepUp: true,
})
