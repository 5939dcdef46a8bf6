'use server'
import { userAction } from '@/lib/access/actions'
import { restoreOrganization as restore, restoreOrganizationSchema } from '@/lib/domain/deleted-organizations'
import * as joining from '@/lib/domain/joining-by-domain'
import { leaveOrganization as leave, leaveOrganizationSchema } from '@/lib/domain/leaving'
import * as views from '@/lib/domain/role-views'

export const leaveOrganization = userAction(leaveOrganizationSchema, leave)
export const restoreOrganization = userAction(restoreOrganizationSchema, restore)
export const stopViewing = userAction(views.stopViewingSchema, views.stopViewing)

export const joinByDomain = userAction(joining.joinByDomainSchema, joining.joinByDomain)
export const askToJoin = userAction(joining.joinByDomainSchema, joining.askToJoin)
export const withdrawJoinRequest = userAction(joining.joinRequestSchema, joining.withdrawJoinRequest)
