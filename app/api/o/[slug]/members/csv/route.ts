import { orgStream } from '@/lib/access/routes'
import { exportMembers, exportMembersSchema } from '@/lib/domain/members/export'

/** Addresses, and who was here when: for whoever decides what others may do. */
export const GET = orgStream('member:update', exportMembersSchema, exportMembers)
