'use server'
import { orgAction } from '@/lib/access/actions'
import { checkDomainNow } from '@/lib/domain/domains/check'
import * as domains from '@/lib/domain/domains/domains'

const { domainSchema, holdDomain: on } = domains

export const addDomain = orgAction('domain:update', domains.addDomainSchema, domains.addDomain)
export const checkDomain = orgAction('domain:update', domainSchema, checkDomainNow, { on })
export const changeDomainMode = orgAction('domain:update', domains.changeDomainModeSchema, domains.changeDomainMode, {
  on,
})
export const removeDomain = orgAction('domain:update', domainSchema, domains.removeDomain, { on })
