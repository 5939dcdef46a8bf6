import { z } from 'zod'
import { orgStream } from '@/lib/access/routes'
import { followVerification } from '@/lib/domain/audit/verification'

export const GET = orgStream('audit:read', z.object({}), followVerification, { leavesNoTrace: true })
