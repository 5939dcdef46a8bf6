import { z } from 'zod'
import { type AuditAction, auditActions } from '@/lib/access/audit'
import type { OrgDb } from '@/lib/db/scope'
import { normalizeEmail } from '../strings'

const actions = Object.keys(auditActions) as AuditAction[]
const none = (text: unknown) => (text === '' ? undefined : text)
const day = z.preprocess(none, z.iso.date().optional())
const words = z.preprocess(none, z.string().trim().max(254).optional())

/** What both the page and the exports are narrowed by; an empty field is none. */
export const auditFilter = {
  action: z.preprocess(none, z.enum(actions).optional()),
  /** A person's id or e-mail address. */
  actor: words,
  /** A thing's id or name, or a person's address. */
  target: words,
  from: day,
  to: day,
}

const schema = z.object(auditFilter)
export type AuditFilter = z.output<typeof schema>

const DAY = 86_400_000
const isId = (text: string) => z.uuid().safeParse(text).success

/**
 * The events that match, as ids and a stretch of the chain: whatever was typed is looked up first, so that an index answers
 * each filter. Null when nothing can match.
 */
export async function matching(db: OrgDb, { action, actor, target, from, to }: AuditFilter) {
  const [actors, targets, stretch] = await Promise.all([
    actor ? actorsCalled(db, actor) : undefined,
    target ? targetsCalled(db, target) : undefined,
    stretchOf(db, from, to),
  ])
  if (actors?.length === 0 || targets?.length === 0 || !stretch) return null
  return {
    action,
    ...(actors && { actorId: one(actors) }),
    ...(targets && { target: one(targets) }),
    AND: [{ sequence: stretch }],
  }
}

const one = (ids: string[]) => (ids.length === 1 ? ids[0] : { in: ids })

/** Whose address this is here; if nobody's, whoever used it when they did something last: they may have left. */
async function actorsCalled(db: OrgDb, typed: string): Promise<string[]> {
  if (isId(typed)) return [typed.toLowerCase()]
  const email = normalizeEmail(typed)
  if (!email) return []
  const known = await userCalled(db, email)
  if (known) return [known]
  const last = await db.auditDetail.findFirst({
    where: { actorEmail: email },
    select: { event: { select: { actorId: true } } },
    orderBy: { sequence: 'desc' },
  })
  return last?.event.actorId ? [last.event.actorId] : []
}

async function userCalled(db: OrgDb, email: string): Promise<string | undefined> {
  const user = await db.user.findFirst({ where: { email }, select: { id: true } })
  if (user) return user.id
  const further = await db.emailAddress.findFirst({ where: { email }, select: { userId: true } })
  return further?.userId
}

/** Of so many events that had this name, the newest, we look at what they are about. */
const LOOKED_AT = 1_000

/** Everything that was ever called so, and from then on under any name. */
async function targetsCalled(db: OrgDb, typed: string): Promise<string[]> {
  const email = normalizeEmail(typed)
  const user = isId(typed) ? typed.toLowerCase() : email ? await userCalled(db, email) : undefined
  const found = await db.$queryRaw<{ target: string }[]>`
    select distinct e.target
      from ((select "organizationId", sequence from "AuditDetail" where "targetName" = lower(${typed}) order by sequence desc limit ${LOOKED_AT})
            union all
            (select "organizationId", sequence from "AuditDetail" where "targetUserId" = ${user ?? ''} order by sequence desc limit ${LOOKED_AT})) d
      join "AuditEvent" e on e."organizationId" = d."organizationId" and e.sequence = d.sequence
     where e.target is not null`
  const targets = found.map(({ target }) => target)
  return isId(typed) ? [typed.toLowerCase(), ...targets] : targets
}

/** From the start of one day to the end of another, in UTC, as sequence numbers: no event is older than the one before it. */
async function stretchOf(db: OrgDb, from: string | undefined, to: string | undefined) {
  const end = to && new Date(new Date(to).getTime() + DAY)
  const [first, last] = await Promise.all([
    from ? edge(db, { gte: new Date(from) }, 'asc') : undefined,
    end ? edge(db, { lt: end }, 'desc') : undefined,
  ])
  return first === null || last === null ? null : { gte: first?.sequence, lte: last?.sequence }
}

function edge(db: OrgDb, at: { gte: Date } | { lt: Date }, direction: 'asc' | 'desc') {
  return db.auditEvent.findFirst({
    where: { at },
    select: { sequence: true },
    orderBy: [{ at: direction }, { sequence: direction }],
  })
}
