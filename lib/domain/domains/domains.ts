import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { createSecret } from '@/lib/auth/secrets'
import { lockOrganization, type OrgDb } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { DOMAIN_GRACE, DOMAINS } from '@/lib/parameters'
import { active, getRole, type Role, requireCanGive, roleColumns, roleData, roleOf, rolesFrom } from '../roles/roles'
import { id } from '../strings'
import { type DomainMode, isStillGiven, stateOf } from './modes'
import { domainName, recordOf } from './names'

export const addDomainSchema = z.object({ domain: domainName() })
export const domainSchema = z.object({ domainId: id() })
/** `join:member`, or `join:` and the id of one of the organization's own roles. */
export const changeDomainModeSchema = z.object({
  domainId: id(),
  mode: z.string('Choose who may join.').regex(/^(nobody|ask|join:.+)$/, 'Choose who may join.'),
})

const columns = {
  ...{ id: true, name: true, token: true, mode: true, builtInRole: true, roleId: true, modeSetById: true },
  ...{ verifiedAt: true, failingSince: true, checkedAt: true, problem: true, createdAt: true },
} as const

/** Those that an organization claims, with the record that proves each, and what its mode comes to now. */
export async function listDomains({ db }: OrgContext) {
  const modeSetBy = { select: { memberships: { where: active(), select: roleColumns } } }
  const [domains, own] = await Promise.all([
    db.domain.findMany({
      relationLoadStrategy: 'join',
      select: { ...columns, modeSetBy },
      orderBy: [{ name: 'asc' }],
      take: DOMAINS,
    }),
    db.role.findMany({ select: { id: true, name: true, permissions: true }, orderBy: { name: 'asc' } }),
  ])
  const roles = rolesFrom(own)
  const judged = domains.map(({ modeSetBy, ...domain }) => {
    const role = roles.find(({ value }) => value === (domain.builtInRole ?? domain.roleId)) ?? null
    const setter = modeSetBy?.memberships[0]
    const given = domain.mode !== 'join' || isStillGiven(role, setter ? roleOf(setter) : null)
    const closesAt = domain.failingSince && new Date(domain.failingSince.getTime() + DOMAIN_GRACE)
    return { ...domain, record: recordOf(domain), state: stateOf(domain), role, given, closesAt }
  })
  return { domains: judged, roles }
}

export type ListedDomain = Awaited<ReturnType<typeof listDomains>>['domains'][number]

/** It waits for its record. Whether another organization has it is not said before that is found. */
export async function addDomain({ db, org, audit }: OrgAct, { domain: name }: z.output<typeof addDomainSchema>) {
  await lockOrganization(db, org.id)
  const known = await db.domain.findMany({ select: { name: true } })
  if (known.some((domain) => domain.name === name)) throw new AppError('CONFLICT', 'That domain is here already.')
  if (known.length >= DOMAINS) throw new AppError('CONFLICT', `At most ${DOMAINS} domains. Remove one first.`)
  const { id } = await db.domain.create({ data: { name, token: createSecret() }, select: { id: true } })
  audit({ action: 'domain.added', target: { id, name }, after: { domain: name } })
  return { ok: true, message: `${name} is added. Now set its record.` }
}

/** Locks, then looks: nobody joins by it in between. */
export async function holdDomain({ db, org }: OrgContext, { domainId }: { domainId: string }) {
  await lockOrganization(db, org.id)
  return db.domain.findFirst({ where: { id: domainId }, select: columns })
}

type Held = NonNullable<Awaited<ReturnType<typeof holdDomain>>>

/** Who chooses the role has it to give, and whoever chooses vouches for it from then on. */
export async function changeDomainMode(
  { db, actor, audit }: OrgAct,
  { mode: wanted }: z.output<typeof changeDomainModeSchema>,
  domain: Held,
) {
  const role = wanted.startsWith('join:') ? await getRole(db, wanted.slice('join:'.length)) : null
  const mode: DomainMode = role ? 'join' : wanted === 'ask' ? 'ask' : 'nobody'
  if (role) requireMayJoinAs(actor, role)
  const before = { mode: domain.mode, role: domain.mode === 'join' ? await nameOf(db, domain) : undefined }
  const same = mode === domain.mode && (role?.value ?? null) === (domain.builtInRole ?? domain.roleId)
  if (same && (mode !== 'join' || domain.modeSetById === actor.userId))
    return { ok: true, message: 'That is how it is already.', unchanged: true as const }
  const chosen = role ? roleData(role) : { builtInRole: null, roleId: null }
  await db.domain.update({
    where: { id: domain.id },
    data: { mode, ...chosen, modeSetById: actor.userId },
    select: { id: true },
  })
  audit({
    action: 'domain.mode_changed',
    target: { id: domain.id, name: domain.name },
    before,
    after: { mode, role: role?.name },
  })
  return { ok: true, message: saidOf(mode, domain.name) }
}

function requireMayJoinAs(actor: OrgAct['actor'], role: Role) {
  if (role.builtInRole === 'owner') throw new AppError('FORBIDDEN', 'Nobody becomes an owner by an address.')
  requireCanGive(actor, role)
}

function saidOf(mode: DomainMode, name: string) {
  if (mode === 'nobody') return `Nobody joins by an address at ${name} now.`
  return mode === 'ask' ? `People at ${name} may ask to join.` : `People at ${name} may join.`
}

/** Of a role that is gone, nothing. */
async function nameOf(db: OrgDb, { builtInRole, roleId }: Held) {
  if (builtInRole) return builtInRole
  const role = roleId && (await db.role.findFirst({ where: { id: roleId }, select: { name: true } }))
  return role ? role.name : undefined
}

/** Members stay, and so do requests. Proving it again takes a new record. */
export async function removeDomain({ db, audit }: OrgAct, _: unknown, { id, name, mode, verifiedAt }: Held) {
  await db.domain.delete({ where: { id }, select: { id: true } })
  audit({
    action: 'domain.removed',
    target: { id, name },
    before: { domain: name, mode, verified: verifiedAt !== null },
  })
  return { ok: true, message: `${name} is removed. Nothing changes for members.` }
}
