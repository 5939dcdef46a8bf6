'use server'
import { orgAction } from '@/lib/access/actions'
import * as views from '@/lib/domain/roles/views'

export const viewAs = orgAction('role:read', views.viewAsSchema, views.viewAs)
