import { orgStream } from '@/lib/access/routes'
import { exportSchema, openExport } from '@/lib/domain/organizations/export'

/** Everything of an organization, for its owners: whoever may delete it all may take it all along. */
export const GET = orgStream('organization:delete', exportSchema, openExport)
