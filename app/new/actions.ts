'use server'
import { userAction } from '@/lib/access/actions'
import * as organizations from '@/lib/domain/organizations/organizations'

export const createOrganization = userAction(organizations.createOrganizationSchema, organizations.createOrganization)
export const checkSlug = userAction(organizations.slugSchema, organizations.checkSlug)
