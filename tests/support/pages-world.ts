import { createHash, randomBytes } from 'node:crypto'
import { Authenticator } from './authenticator'
import { giveApp } from './authenticator-app'
import { row, rows } from './database'
import { createDomains } from './domain-world'
import { givePasskey } from './passkeys'
import { type Person, person } from './people'

/** What the pages show beside the demo data: people without an organization, a new one, an invitation in every state. */
export type World = Awaited<ReturnType<typeof createWorld>>

/** `suffix` keeps two worlds in one database apart. */
export async function createWorld(suffix = '') {
  const someone = (name: string) => person(name, { email: `${name.split(' ')[0]?.toLowerCase()}${suffix}@people.test` })
  const [olive, ines, nora, ivy, una, tess, theo] = await Promise.all(
    ['Olive Oswald', 'Ines Ibarra', 'Nora Nowak', 'Ivy Ito', 'Una Ulloa', 'Tess Tanaka', 'Theo Thorne'].map(someone),
  )
  if (!olive || !ines || !nora || !ivy || !una || !tess || !theo) throw new Error('Nobody came.')
  const dora = await someone('Dora Dietrich')
  await giveApp(theo)
  await givePasskey(theo)
  const engines = await found('Analytical Engines', `analytical-engines${suffix}`, olive)
  await signedInElsewhere(olive)
  await row(`insert into "EmailAddress" ("userId", email) values ($1, $2) returning id`, [
    olive.id,
    `olive${suffix}@analytical-engines.example`,
  ])
  await givePasskeys(ines)
  const closed = await found('Difference Engines', `difference-engines${suffix}`, olive)
  await row(`update "Organization" set "deletedAt" = now() - interval '5 days' where id = $1 returning id`, [closed.id])
  const initech = await found('Initech', `initech${suffix}`, ines)
  const workshop = await found('The Workshop', `workshop${suffix}`, ines)
  await offerOwnership(workshop, tess)
  await joinForATime(workshop, theo, una)
  await lend(workshop, nora)
  await askForAccess()
  const invite = (email: string, rest: Partial<Invitation> = {}) =>
    createInvitation({ organizationId: initech.id, email, invitedById: ines.id, ...rest })
  const guest = (name: string) => `${name}${suffix}@people.test`
  const past = new Date(Date.now() - 86_400_000)
  return {
    people: { olive, nora, ivy, una, tess, theo },
    engines,
    initech,
    workshop,
    project: await projectOf('acme', false),
    archivedProject: await projectOf('acme', true),
    roles: { lead: await roleOf('acme', 'Project lead'), auditor: await roleOf('acme', 'Auditor') },
    invitations: {
      open: await invite(ivy.email, { message: 'We start on Monday. Bring your questions!' }),
      signedOut: await invite(guest('guest')),
      unverified: await invite(una.email),
      expired: await invite(guest('kim'), { expiresAt: past }),
      revoked: await invite(guest('lou'), { revokedAt: past }),
      accepted: await invite(guest('max'), { acceptedAt: past }),
      member: await invite(ines.email),
      unavailable: await invite(guest('pia'), { invitedById: nora.id }),
    },
    links: await createLinks(suffix, ines, nora),
    dora,
    joining: await createDomains(suffix, ines, dora, found),
    ines,
    guarded: await guardedOrganizations(suffix, ines, nora),
    resetToken: await createToken('reset_password', olive),
    addEmailToken: await createToken('add_email', { ...olive, email: `oswald${suffix}@example.com` }),
    undoToken: await createToken('undo_email_change', { ...nora, email: `nora.before${suffix}@example.com` }),
    verifyToken: await createToken('verify_email', nora),
  }
}

/** At a telephone that is remembered, and at a library's computer. */
async function signedInElsewhere({ id }: Person) {
  const browsers = [
    {
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
      method: 'password',
      secondFactor: 'app',
      age: '2 hours',
      remembered: '28 days',
    },
    {
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      ip: '203.0.113.7',
      method: 'link',
      secondFactor: null,
      age: '3 days',
      remembered: null,
    },
  ]
  for (const { userAgent, ip, method, secondFactor, age, remembered } of browsers)
    await row(
      `with device as (
         insert into "Device" ("userId", "tokenDigest", "userAgent", ip, "rememberedUntil")
         values ($1, $2, $4, $5, now() + $9::interval) returning id),
       event as (
         insert into "SecurityEvent" ("userId", action, "userAgent", ip, at, details)
         values ($1, 'session.created', $4, $5, now() - $8::interval, jsonb_build_object('method', $6::text, 'secondFactor', $7::text)))
       insert into "Session" ("userId", "tokenDigest", "deviceId", "userAgent", ip, method, "secondFactor", "createdAt", "lastUsedAt", "expiresAt")
       select $1, $3, id, $4, $5, $6, $7, now() - $8::interval, now() - $8::interval / 2, now() + interval '20 days' from device returning id`,
      [id, randomBytes(32), randomBytes(32), userAgent, ip, method, secondFactor, age, remembered],
    )
}

/** In her telephone's cloud, and on a key for which she found a long name. */
async function givePasskeys(ines: Person) {
  await givePasskey(ines, new Authenticator({ aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' }), 'iCloud Keychain')
  const key = new Authenticator({ synced: false, aaguid: 'cb69481e-8ff7-4039-93ec-0a2729a154a8' })
  await givePasskey(ines, key, 'The blue key in the second drawer of the desk in the laboratory')
}

/** One for each thing that a policy may not accept of Nora's session, and one that announces what it will ask for. */
async function guardedOrganizations(suffix: string, owner: Person, member: Person) {
  const guarded = async (word: string, columns: string, values: string) => {
    const org = await found('Vandelay Industries', `vandelay-${word}${suffix}`, owner)
    await row(
      `insert into "Membership" ("organizationId", "userId", "builtInRole") values ($1, $2, 'member') returning id`,
      [org.id, member.id],
    )
    await row(`insert into "Policy" ("organizationId", ${columns}) values ($1, ${values}) returning "organizationId"`, [
      org.id,
    ])
    return org.slug
  }
  return {
    secondFactor: await guarded('factor', '"secondFactorFrom"', `now() - interval '1 day'`),
    method: await guarded('method', 'methods, "methodsFrom"', `array['passkey', 'link'], now() - interval '1 day'`),
    network: await guarded('network', 'networks', `array['203.0.113.0/24']`),
    off: await guarded('off', 'methods, "methodsFrom"', `array['google'], now() - interval '1 day'`),
    announced: await guarded('soon', '"secondFactorFrom"', `now() + interval '6 days'`),
  }
}

async function found(name: string, slug: string, owner: Person) {
  const { id } = await row<{ id: string }>(
    `with org as (insert into "Organization" (id, slug, name) values (gen_random_uuid(), $1, $2) returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $3, 'owner' from org
     returning "organizationId" as id`,
    [slug, name, owner.id],
  )
  return { id, slug, name }
}

/** One until next week, one until yesterday, and one who has more for a time. */
async function joinForATime(org: { id: string }, staying: Person, gone: Person) {
  for (const [{ id }, days] of [[staying, 7] as const, [gone, -1] as const])
    await row(
      `insert into "Membership" ("organizationId", "userId", "builtInRole", "roleEndsAt")
       values ($1, $2, 'member', date_trunc('day', now(), 'UTC') + make_interval(days => $3)) returning id`,
      [org.id, id, days],
    )
}

/** A viewer, who is an admin for the next days. */
async function lend(org: { id: string }, taker: Person) {
  await row(
    `insert into "Membership" ("organizationId", "userId", "builtInRole", "temporaryBuiltInRole", "temporaryUntil")
     values ($1, $2, 'viewer', 'admin', date_trunc('day', now(), 'UTC') + interval '5 days') returning id`,
    [org.id, taker.id],
  )
}

/** Of the demo's people, who are there for every world. */
async function askForAccess() {
  const asked = [
    ['viewer@acme.test', 'policy:read', null],
    ['member@acme.test', 'project:delete', 'I clean up after the spring projects.\nTwo weeks would do.'],
  ]
  for (const [email, permission, note] of asked)
    await rows(
      `insert into "AccessRequest" ("organizationId", "membershipId", permission, note)
       select m."organizationId", m.id, $2, $3 from "Membership" m join "User" u on u.id = m."userId" join "Organization" o on o.id = m."organizationId"
        where o.slug = 'acme' and u.email = $1 on conflict do nothing`,
      [email, permission, note],
    )
}

/** The owner offers to somebody who is an admin there to hand it over. */
async function offerOwnership(org: { id: string }, to: Person) {
  await row(
    `with member as (insert into "Membership" ("organizationId", "userId", "builtInRole") values ($1, $2, 'admin') returning id)
     insert into "OwnershipOffer" ("organizationId", "fromId", "toId", becomes, "expiresAt")
     select $1, owner.id, member.id, 'admin', now() + interval '6 days' from member, "Membership" owner
      where owner."organizationId" = $1 and owner."builtInRole" = 'owner' returning id`,
    [org.id, to.id],
  )
}

type Invitation = {
  organizationId: string
  email: string
  invitedById: string
  message: string | null
  expiresAt: Date
  revokedAt: Date | null
  acceptedAt: Date | null
}

/** The secret that was mailed. */
async function createInvitation({ organizationId, email, invitedById, ...rest }: Partial<Invitation>) {
  const secret = newSecret()
  await row(
    `insert into "Invitation"
       ("organizationId", email, "builtInRole", "mailTokenDigest", "invitedById", message, "expiresAt", "revokedAt", "acceptedAt")
     values ($1, $2, 'member', $3, $4, $5, $6, $7, $8) returning id`,
    [
      organizationId,
      email,
      digest(secret),
      invitedById,
      rest.message ?? null,
      rest.expiresAt ?? new Date(Date.now() + 6 * 86_400_000),
      rest.revokedAt ?? null,
      rest.acceptedAt ?? null,
    ],
  )
  return secret
}

/** An organization whose people come by links: one in every state, and one seat left, or none. */
async function createLinks(suffix: string, ines: Person, nora: Person) {
  const babbage = await found('Babbage & Daughters', `babbage${suffix}`, ines)
  const crowded = await found('Small Office', `small-office${suffix}`, ines)
  await row('update "Organization" set "seatLimit" = 1 where id = $1 returning id', [crowded.id])
  const past = new Date(Date.now() - 86_400_000)
  const link = (rest: object = {}) => createLink({ organizationId: babbage.id, invitedById: ines.id, ...rest })
  const links = {
    expired: await link({ expiresAt: past }),
    revoked: await link({ revokedAt: past }),
    usedUp: await link({ maxUses: 5, uses: 5 }),
    unavailable: await link({ invitedById: nora.id }),
    full: await link({ organizationId: crowded.id }),
    domain: await link({ maxUses: 50, uses: 12, allowedDomains: ['babbage.example', 'lovelace.example'] }),
    open: await link({ maxUses: 25, uses: 1, message: 'Everybody in the workshop is welcome.' }),
  }
  await row(
    `insert into "InvitationUse" ("organizationId", "invitationId", "userId")
     select "organizationId", id, $2 from "Invitation" where "linkTokenDigest" = $1 returning id`,
    [digest(links.open), ines.id],
  )
  return { ...links, babbage, crowded }
}

type Link = {
  organizationId: string
  invitedById: string
  maxUses: number
  uses: number
  allowedDomains: string[]
  message: string | null
  expiresAt: Date
  revokedAt: Date | null
}

async function createLink({ organizationId, invitedById, ...rest }: Partial<Link>) {
  const secret = newSecret()
  await row(
    `insert into "Invitation"
       ("organizationId", "builtInRole", "linkTokenDigest", "invitedById", "maxUses", uses, "allowedDomains", message, "expiresAt", "revokedAt")
     values ($1, 'member', $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      organizationId,
      digest(secret),
      invitedById,
      rest.maxUses ?? 10,
      rest.uses ?? 0,
      rest.allowedDomains ?? [],
      rest.message ?? null,
      rest.expiresAt ?? new Date(Date.now() + 6 * 86_400_000),
      rest.revokedAt ?? null,
    ],
  )
  return secret
}

async function createToken(
  purpose: 'reset_password' | 'verify_email' | 'add_email' | 'undo_email_change',
  { id, email }: Person,
) {
  const secret = newSecret()
  await row(
    `insert into "Token" (purpose, digest, "userId", email, "expiresAt")
     values ($1::"TokenPurpose", $2, $3, $4, now() + interval '20 minutes') returning id`,
    [purpose, digest(secret), id, email],
  )
  return secret
}

async function projectOf(slug: string, archived: boolean) {
  const { id } = await row<{ id: string }>(
    `select p.id from "Project" p join "Organization" o on o.id = p."organizationId"
      where o.slug = $1 and (p."archivedAt" is not null) = $2 order by p."createdAt" desc, p.id limit 1`,
    [slug, archived],
  )
  return id
}

async function roleOf(slug: string, name: string) {
  const { id } = await row<{ id: string }>(
    `select r.id from "Role" r join "Organization" o on o.id = r."organizationId" where o.slug = $1 and r.name = $2`,
    [slug, name],
  )
  return id
}

const newSecret = () => randomBytes(32).toString('base64url')
const digest = (secret: string) => createHash('sha256').update(secret).digest()
