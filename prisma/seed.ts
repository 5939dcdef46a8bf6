import { createHash, randomBytes } from 'node:crypto'
import { type AuditAction, appendAudit } from '@/lib/access/audit'
import { type BuiltInRole, builtInRoles } from '@/lib/access/permissions'
import { hashPassword } from '@/lib/auth/passwords/hashing'
import { inTransaction, type OrgDb } from '@/lib/db/scope'
import { INVITATION_LIFETIME } from '@/lib/parameters'
import { demoPassword } from '@/scripts/lib/demo-data'
import { demoPeople, demoProjects, demoRoles } from './demo-names'

// The demo: two organizations, known people with a known password, a year of history. Running it again changes nothing.
// It goes through the same doors as the app: the app's role, in the scope of what it writes.

const day = 86_400_000
const now = Date.now()
const ago = (days: number) => new Date(now - days * day)

type OwnRole = keyof typeof demoRoles

type Person = { id: string; name: string; email: string; role: BuiltInRole | OwnRole; joined: Date }

/** The same id for the same name, on every machine. */
function idOf(name: string) {
  const hex = createHash('sha256').update(`demo ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function person(email: string, name: string, role: Person['role'], days: number): Person {
  return { id: idOf(email), email, name, role, joined: ago(days) }
}

const acme = { id: idOf('acme'), slug: 'acme', name: 'Acme', founded: ago(365) }
const globex = { id: idOf('globex'), slug: 'globex', name: 'Globex', founded: ago(120) }

const owner = person('owner@acme.test', 'Olivia Owens', 'owner', 365)
const admin = person('admin@acme.test', 'Adam Adeyemi', 'admin', 360)
const mia = person('member@acme.test', 'Mia Meyer', 'member', 350)
const victor = person('viewer@acme.test', 'Victor Vance', 'viewer', 340)
const known = [owner, admin, mia, victor]
const hank = person('owner@globex.test', 'Hana Globe', 'owner', 120)
const crowd = demoPeople.map((name, i) => {
  const ours = i % 18 === 12 ? 'Project lead' : i % 50 === 21 ? 'Auditor' : null
  const role = ours ?? (i % 40 === 7 ? 'admin' : i % 6 === 5 ? 'viewer' : 'member')
  return person(`${name.toLowerCase().replace(/[^a-z]+/g, '.')}@acme.test`, name, role, 330 - i * 1.6)
})

export async function seed() {
  const hash = await hashPassword(demoPassword)
  await inTransaction({ identity: true }, async (db) => {
    const people = [...known, hank, ...crowd]
    await db.user.createMany({
      data: people.map(({ id, email, name, joined }) => ({
        id,
        email,
        name,
        emailVerified: joined,
        createdAt: joined,
      })),
      skipDuplicates: true,
    })
    await db.password.createMany({
      data: [...known, hank].map(({ id }) => ({ userId: id, hash })),
      skipDuplicates: true,
    })
  })
  await inTransaction({ organizationId: acme.id }, seedAcme, { timeout: 60_000 })
  await inTransaction({ organizationId: globex.id }, seedGlobex, { timeout: 60_000 })
}

async function seedAcme(db: OrgDb) {
  const roles = Object.entries(demoRoles).map(([name, permissions], i) => ({
    id: idOf(`role ${name}`),
    name,
    permissions: permissions.split(' '),
    createdAt: ago(364 - i),
  }))
  if (!(await found(db, acme, [...known, ...crowd], roles))) return
  const projects = demoProjects.map((name, i) => ({
    id: idOf(`project ${name}`),
    name,
    createdAt: ago(355 - i * 8.5),
    archivedAt: i % 8 === 3 ? ago(200 - i * 4) : null,
  }))
  await db.project.createMany({ data: projects })
  const invitations = demoInvitations()
  await db.invitation.createMany({ data: invitations })

  const history: Happened[] = [
    { at: acme.founded, by: owner, action: 'organization.created', target: acme },
    ...roles.map((role) => ({
      at: role.createdAt,
      by: owner,
      action: 'role.created' as const,
      target: role,
      after: { name: role.name, permissions: role.permissions },
    })),
    ...[...known.slice(1), ...crowd].map((who) => ({
      at: who.joined,
      by: who,
      action: 'member.joined' as const,
      target: who,
      after: { role: who.role },
    })),
    ...projects.map((project, i) => ({
      at: project.createdAt,
      by: known[i % 3] ?? owner,
      action: 'project.created' as const,
      target: project,
    })),
    ...projects.flatMap((p) =>
      p.archivedAt ? [{ at: p.archivedAt, by: admin, action: 'project.archived' as const, target: p }] : [],
    ),
    ...crowd.flatMap((who, i) =>
      i % 25 === 4
        ? [
            {
              at: new Date(who.joined.getTime() + 9 * day),
              by: admin,
              action: 'member.role_changed' as const,
              target: who,
              before: { role: who.role === 'viewer' ? 'member' : 'viewer' },
              after: { role: who.role },
            },
          ]
        : [],
    ),
    ...invitations.map((i) => ({
      at: i.createdAt,
      by: admin,
      action: 'invitation.created' as const,
      target: { id: i.id, name: i.email },
      after: { role: i.builtInRole },
    })),
    ...invitations.flatMap((i) =>
      i.revokedAt
        ? [
            {
              at: i.revokedAt,
              by: owner,
              action: 'invitation.revoked' as const,
              target: { id: i.id, name: i.email },
              before: { state: 'pending', role: i.builtInRole },
              after: { state: 'revoked' },
            },
          ]
        : [],
    ),
  ]
  await remember(db, history)
  await db.refusal.createMany({
    data: [
      { actorId: mia.id, permission: 'project:delete', minute: minuteOf(ago(2)), ip: '203.0.113.24' },
      { actorId: victor.id, permission: 'project:create', minute: minuteOf(ago(5)), ip: '203.0.113.31' },
      { actorId: victor.id, permission: 'audit:read', minute: minuteOf(ago(5)), ip: '203.0.113.31' },
    ],
  })
}

const minuteOf = (date: Date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000)

async function seedGlobex(db: OrgDb) {
  if (!(await found(db, globex, [hank, { ...owner, role: 'viewer', joined: ago(90) }]))) return
  const projects = ['Warehouse move', 'Annual report'].map((name, i) => ({
    id: idOf(`globex ${name}`),
    name,
    createdAt: ago(100 - i * 30),
  }))
  await db.project.createMany({ data: projects })
  await remember(db, [
    { at: globex.founded, by: hank, action: 'organization.created', target: globex },
    { at: ago(90), by: owner, action: 'member.joined', target: owner, after: { role: 'viewer' } },
    ...projects.map((project) => ({
      at: project.createdAt,
      by: hank,
      action: 'project.created' as const,
      target: project,
    })),
  ])
}

type OwnRow = { id: string; name: string; permissions: string[]; createdAt: Date }

/** The organization and its members; false if it is there already. */
async function found(db: OrgDb, org: typeof acme, people: Person[], roles: OwnRow[] = []) {
  if (await db.organization.findFirst({ where: { id: org.id }, select: { id: true } })) return false
  await db.organization.create({ data: { id: org.id, slug: org.slug, name: org.name, createdAt: org.founded } })
  await db.role.createMany({ data: roles })
  await db.membership.createMany({
    data: people.map(({ id, role, joined }) => ({
      id: idOf(`${org.slug} ${id}`),
      userId: id,
      ...heldAs(role),
      createdAt: joined,
    })),
  })
  return true
}

function heldAs(role: Person['role']) {
  const builtIn = builtInRoles.find((name) => name === role)
  return builtIn ? { builtInRole: builtIn } : { roleId: idOf(`role ${role}`) }
}

/** One in every state. Nobody holds their tokens: the secrets are random and thrown away. */
function demoInvitations() {
  const states = [
    { email: 'nadia.novak@partner.test', builtInRole: 'member', days: 1 },
    { email: 'omar.ortiz@partner.test', builtInRole: 'viewer', days: 2 },
    { email: 'petra.pavlova@partner.test', builtInRole: 'admin', days: 6.8 },
    { email: 'quinn.quist@partner.test', builtInRole: 'member', days: 30 },
    { email: 'rosa.rossi@partner.test', builtInRole: 'member', days: 45 },
    { email: 'sami.salo@partner.test', builtInRole: 'viewer', days: 60, revoked: 59 },
    { email: crowd[3]?.email ?? '', builtInRole: 'member', days: 330, accepted: 325 },
    { email: crowd[8]?.email ?? '', builtInRole: 'member', days: 320, accepted: 317 },
  ] as const
  return states.map((state) => {
    const createdAt = ago(state.days)
    return {
      id: idOf(`invitation ${state.email}`),
      email: state.email,
      builtInRole: state.builtInRole,
      invitedById: admin.id,
      mailTokenDigest: new Uint8Array(randomBytes(32)),
      createdAt,
      sentAt: createdAt,
      expiresAt: new Date(createdAt.getTime() + INVITATION_LIFETIME),
      acceptedAt: 'accepted' in state ? ago(state.accepted) : null,
      revokedAt: 'revoked' in state ? ago(state.revoked) : null,
    }
  })
}

type Happened = {
  at: Date
  by: Person
  action: AuditAction
  target: { id: string; name: string }
  before?: object
  after?: object
}

const BROWSER =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

async function remember(db: OrgDb, history: Happened[]) {
  const entries = history
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, by, action, target, before, after }) => ({
      action,
      at,
      target: { id: target.id, name: target.name },
      before: before as Record<string, unknown>,
      after: after as Record<string, unknown>,
      actor: { userId: by.id, name: by.name, email: by.email, sessionId: null },
    }))
  for (const { actor, ...entry } of entries) {
    await appendAudit(db, actor, { id: 'demo', ip: '203.0.113.7', userAgent: BROWSER }, [entry])
  }
}
