import { orgStream } from '@/lib/access/routes'
import { exportAuditLog, exportAuditSchema } from '@/lib/domain/audit/export'
import { auditFormats } from '@/lib/domain/audit/formats'

export const GET = orgStream('audit:read', exportAuditSchema, (ctx, filter) =>
  exportAuditLog(ctx, filter, auditFormats.csv),
)
