'use server'
import { userAction } from '@/lib/access/actions'
import { restoreOrganization as restore, restoreOrganizationSchema } from '@/lib/domain/deleted-organizations'
import { leaveOrganization as leave, leaveOrganizationSchema } from '@/lib/domain/leaving'
import * as views from '@/lib/domain/role-views'

export const leaveOrganization = userAction(leaveOrganizationSchema, leave)
export const restoreOrganization = userAction(restoreOrganizationSchema, restore)
export const stopViewing = userAction(views.stopViewingSchema, views.stopViewing)
