'use server'
import { userAction } from '@/lib/access/actions'
import * as joining from '@/lib/domain/domains/joining'
import { leaveOrganization as leave, leaveOrganizationSchema } from '@/lib/domain/members/leaving'
import { restoreOrganization as restore, restoreOrganizationSchema } from '@/lib/domain/organizations/deleted'
import * as views from '@/lib/domain/roles/views'

export const leaveOrganization = userAction(leaveOrganizationSchema, leave)
export const restoreOrganization = userAction(restoreOrganizationSchema, restore)
export const stopViewing = userAction(views.stopViewingSchema, views.stopViewing)

export const joinByDomain = userAction(joining.joinByDomainSchema, joining.joinByDomain)
export const askToJoin = userAction(joining.joinByDomainSchema, joining.askToJoin)
export const withdrawJoinRequest = userAction(joining.joinRequestSchema, joining.withdrawJoinRequest)
