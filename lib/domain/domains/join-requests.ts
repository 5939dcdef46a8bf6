import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { pool } from '@/lib/db/pool'
import { lockOrganization, type OrgDb } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { addMember } from '../members/joining'
import { NO_SEAT, requireFreeSeat } from '../members/seats'
import { type Cursor, cursor, PAGE, pageOf } from '../paging'
import { getRole, requireCanGive } from '../roles/roles'
import { id } from '../strings'
import { tellAnswer } from './join-request-mail'

export const declineJoinRequestSchema = z.object({ requestId: id() })
export const approveJoinRequestSchema = z.object({
  requestId: id(),
  role: z.string('Choose a role.').min(1, 'Choose a role.'),
})

export const listJoinRequestsSchema = z.object({ joins: cursor })

export type JoinRequest = { id: string; userId: string; name: string; email: string; createdAt: Date; expiresAt: Date }

/** Who asks to join: who asked first is answered first. Somebody who no longer has the address that they asked with is not shown. */
export async function listJoinRequests({ db }: OrgContext, { joins }: z.output<typeof listJoinRequestsSchema>) {
  return pageOf(await readOpen(db, { most: PAGE + 1, after: joins }))
}

function readOpen(db: OrgDb, { only, most, after }: { only?: string; most: number; after?: Cursor }) {
  return db.$queryRaw<JoinRequest[]>`
    select id, user_id as "userId", name, email, created_at as "createdAt", expires_at as "expiresAt"
      from open_join_requests(${only}::uuid, ${most}::int, ${after?.createdAt}::timestamptz, ${after?.id}::uuid)`
}

/** Locks, then looks: it is withdrawn or answered before this, or waits until after. */
export async function holdJoinRequest({ db, org }: OrgContext, { requestId }: { requestId: string }) {
  await lockOrganization(db, org.id)
  const [request] = await readOpen(db, { only: requestId, most: 1 })
  return request ?? null
}

/** As any role that whoever approves has to give; what the person does not become is an owner. */
export async function approveJoinRequest(
  { db, org, actor, audit }: OrgAct,
  { role: wanted }: z.output<typeof approveJoinRequestSchema>,
  request: JoinRequest,
) {
  const { userId, name, email } = request
  const role = await getRole(db, wanted)
  if (role.builtInRole === 'owner')
    throw new AppError('FORBIDDEN', 'Nobody joins as an owner. Make them one afterwards, if you want to.')
  requireCanGive(actor, role)
  await requireFreeSeat(db, { organizationId: org.id, userId, sentence: NO_SEAT })
  const membershipId = await addMember(db, { organizationId: org.id, userId, role })
  if (!membershipId) throw new AppError('CONFLICT', 'They are a member already.')
  await db.joinRequest.deleteMany({ where: { id: request.id } })
  await tellAnswer(db, org, { name, email }, { event: 'approved', roleName: role.name })
  audit({
    action: 'join_request.approved',
    target: { id: membershipId, name, userId },
    after: { role: role.name, email, request: request.id },
  })
  return { ok: true, message: `${name} is a member now.` }
}

/** The row stays until it would have expired: until then they cannot ask again. */
export async function declineJoinRequest({ db, org, audit }: OrgAct, _: unknown, request: JoinRequest) {
  const { id, userId, name, email } = request
  await db.joinRequest.update({ where: { id }, data: { declinedAt: new Date() }, select: { id: true } })
  await tellAnswer(db, org, { name, email }, { event: 'declined' })
  audit({ action: 'join_request.declined', target: { id, name, userId }, before: { email } })
  return { ok: true, message: `Declined. ${name} is told by mail.` }
}

/** Those that are over. Answers how many went. */
export async function forgetJoinRequests(): Promise<number> {
  const { rows } = await pool.query<{ gone: number }>('select forget_join_requests() as gone')
  return rows[0]?.gone ?? 0
}
