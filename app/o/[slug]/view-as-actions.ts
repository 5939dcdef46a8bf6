'use server'
import { orgAction } from '@/lib/access/actions'
import * as views from '@/lib/domain/role-views'

export const viewAs = orgAction('role:read', views.viewAsSchema, views.viewAs)
