import { inTransaction } from '@/lib/db/scope'
import { log } from '@/lib/log'
import type { RequestInfo } from '@/lib/request'

type Refused = { organizationId: string; actorId: string; sessionId: string; permission: string; request: RequestInfo }

/** Remembers that a member was refused, in a transaction of its own: at most once for each actor, permission and minute. */
export async function noteRefusal({ organizationId, request, ...refused }: Refused) {
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000)
  const refusal = { ...refused, minute, ip: request.ip, requestId: request.id }
  try {
    await inTransaction({ organizationId }, (db) => db.refusal.createMany({ data: [refusal], skipDuplicates: true }))
  } catch (error) {
    log.error({ err: error, requestId: request.id }, 'a refusal could not be noted') // the refusal itself stands
  }
}
