import { NextRequest } from 'next/server'
import { beforeEach, expect, test } from 'vitest'
import { deleteExport, requestExport } from '@/app/account/data-actions'
import { GET } from '@/app/api/data-exports/[id]/route'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { sections } from '@/lib/auth/account/personal-data'
import { sweep } from '@/lib/jobs/sweep'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { organization } from '@/tests/support/world'

const ask = () => outcome(() => requestExport({}, form({ confirm: 'copy' })))
const create = (slug: string, name: string) => outcome(() => createProject(slug, {}, form({ name })))
const newest = ({ id }: Person) =>
  row<{ id: string; progress: number; written: number; finishedAt: Date | null }>(
    'select id, progress, written, "finishedAt" from "DataExport" where "userId" = $1',
    [id],
  )
const take = (id: string) =>
  GET(new NextRequest(new URL(`/api/data-exports/${id}`, process.env.APP_URL)), { params: Promise.resolve({ id }) })

type Copied = Record<string, unknown> & { profile: { email: string }; securityEvents: unknown[]; history: unknown[] }
async function copyOf(who: Person): Promise<Copied> {
  await as(who)
  await rows('update "Session" set "stepUpAt" = now() where "userId" = $1', [who.id])
  expect(await ask()).toMatchObject({ ok: true })
  await drainOnce()
  const answer = await take((await newest(who)).id)
  expect(answer.status).toBe(200)
  return answer.json()
}

beforeEach(() => rows('delete from graphile_worker._private_jobs'))

test('ada asks for a copy, a job writes it, and she takes it as a file', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await ask()).toMatchObject({ ok: true, message: 'We are preparing your copy.' })
  const { id } = await newest(ada)
  expect((await take(id)).status).toBe(404)
  await drainOnce()
  expect(await newest(ada)).toMatchObject({ progress: 100, finishedAt: expect.any(Date), written: sections.length })

  const answer = await take(id)
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="\w+-data-\d{4}-\d\d-\d\d\.json"$/)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  const copied = (await answer.json()) as Copied
  expect(Object.keys(copied)).toEqual(['about', ...sections.map(({ name }) => name)])
  expect(copied.profile).toMatchObject({ email: ada.email, name: 'ada' })
  expect(copied.securityEvents).toContainEqual(expect.objectContaining({ action: 'data.export_asked' }))
})

test('everything of hers is in it: where she is a member, what was offered to her, what she did, also where she has left', async () => {
  const { org, ada, olive } = await organization('copied', { ada: 'admin' })
  const { org: left, olive: other } = await organization('copied-left')
  await rows(`insert into "Membership" ("organizationId", "userId", "builtInRole") values ($1, $2, 'admin')`, [
    left.id,
    ada.id,
  ])
  await rows(
    `insert into "Invitation" ("organizationId", email, "builtInRole", message, "expiresAt", "mailTokenDigest")
     values ($1, $2, 'viewer', 'Come over', now() + interval '1 day', 'secret of the link')`,
    [(await organization('copied-offer')).org.id, ada.email],
  )
  await as(ada)
  for (const { slug } of [org, left]) await create(slug, 'Apollo')
  await as(olive)
  await create(org.slug, 'Olives own')
  await as(other)
  await create(left.slug, 'Another one')
  await rows('delete from "Membership" where "userId" = $1 and "organizationId" = $2', [ada.id, left.id])
  await rows(
    `insert into "Refusal" ("organizationId", "actorId", permission, minute) values ($1, $2, 'project:delete', now()), ($1, $3, 'project:delete', now())`,
    [org.id, ada.id, olive.id],
  )
  await rows(`insert into "EmailAddress" ("userId", email) values ($1, 'ada.second@people.test')`, [ada.id])
  await rows(
    `insert into "Account" ("userId", type, issuer, subject, label) values ($1, 'oidc', 'https://idp.test', 'subject-7', 'ada@idp')`,
    [ada.id],
  )
  await rows(`insert into "Avatar" ("userId", bytes, digest) values ($1, 'RIFF', 'x')`, [ada.id])
  await rows(
    `insert into "AccessRequest" ("organizationId", "membershipId", permission, note) values ($1, $2, 'audit:read', 'For the yearly report')`,
    [org.id, ada.membershipId],
  )
  await rows(
    `insert into "OwnershipOffer" ("organizationId", "fromId", "toId", becomes, "expiresAt") values ($1, $2, $3, 'admin', now() + interval '1 day')`,
    [org.id, olive.membershipId, ada.membershipId],
  )

  const copied = await copyOf(ada)
  expect(copied).toMatchObject({
    furtherEmailAddresses: [{ email: 'ada.second@people.test' }],
    password: { changedAt: expect.any(String) },
    picture: { base64: Buffer.from('RIFF').toString('base64') },
    connectedAccounts: [{ issuer: 'https://idp.test', subject: 'subject-7', label: 'ada@idp' }],
    sessions: [{ method: 'password' }],
    memberships: [
      {
        ...{ builtInRole: 'admin', organization: { slug: org.slug }, refusals: [{ permission: 'project:delete' }] },
        ...{ accessRequests: [{ note: 'For the yearly report' }], ownershipOffer: { becomes: 'admin' } },
      },
    ],
    invitations: [{ builtInRole: 'viewer', message: 'Come over' }],
  })
  expect(copied.history).toHaveLength(2)
  expect(new Set(copied.history.map((act) => (act as { organization: { name: string } }).organization.name))).toEqual(
    new Set([org.name, left.name]),
  )
  expect(copied.history[0]).toMatchObject({ action: 'project.created', as: { name: 'ada', email: ada.email } })
  const text = JSON.stringify(copied)
  for (const theirs of ['Olives own', 'Another one', olive.email, other.email, olive.id])
    expect(text).not.toContain(theirs)
})

const keysOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(keysOf)
    : value instanceof Object
      ? Object.entries(value).flatMap(([key, part]) => [key, ...keysOf(part)])
      : []

test('no secret is in it: no digest, no key, no hash, no sealed value', async () => {
  const ada = await person('ada')
  await as(ada)
  await rows(
    `insert into "Passkey" ("userId", "credentialId", "publicKey", aaguid, name, "backupEligible", "backedUp")
     values ($1, 'credential-of-ada', 'public-key-of-ada', gen_random_uuid(), 'Phone', true, true)`,
    [ada.id],
  )
  await rows(`insert into "AuthenticatorApp" ("userId", secret, "confirmedAt") values ($1, 'sealed-seed', now())`, [
    ada.id,
  ])
  await rows(`insert into "RecoveryCode" ("userId", digest) values ($1, 'digest-of-code')`, [ada.id])
  await rows(
    `insert into "Token" (purpose, digest, "codeDigest", "userId", email, "passwordHash", "expiresAt")
     values ('add_email', 'digest-of-token', 'digest-of-mailed', $1, $2, 'hash-at-sign-up', now() + interval '1 hour')`,
    [ada.id, ada.email],
  )
  const copied = await copyOf(ada)
  expect(copied).toMatchObject({
    passkeys: [{ name: 'Phone' }],
    recoveryCodes: [{ usedAt: null }],
    mailedLinks: [{ purpose: 'add_email' }],
  })

  const secrets = await rows<{ secret: string }>(
    `select unnest(array[p.hash, 'sealed-seed', 'hash-at-sign-up', encode(s."tokenDigest", 'hex'), encode(s."tokenDigest", 'base64'), encode(d."tokenDigest", 'base64')]) as secret
       from "Password" p join "Session" s using ("userId") join "Device" d using ("userId") where p."userId" = $1
     union select encode(b.bytes, form) from (values ('credential-of-ada'::bytea), ('public-key-of-ada'), ('digest-of-code'), ('digest-of-token'), ('digest-of-mailed')) b (bytes),
       unnest(array['hex', 'base64', 'escape']) form`,
    [ada.id],
  )
  expect(secrets.length).toBeGreaterThan(15)
  const text = JSON.stringify(copied)
  for (const { secret } of secrets) expect(text).not.toContain(secret)
  // raw bytes would be written as an object of numbers
  const suspicious = /digest|hash|secret|sealed|publickey|credential|token|^\d+$/i
  expect(keysOf(copied).filter((key) => suspicious.test(key))).toEqual([])
})

/** Whoever adds a table that knows a person says here whether it is in the copy. */
const tables: Record<string, string> = {
  AccessRequest: 'memberships',
  Account: 'connectedAccounts',
  AuditEvent: 'history',
  AuthenticatorApp: 'authenticatorApp',
  Avatar: 'picture',
  DataExport: 'the copy itself',
  Device: 'devices',
  Domain: 'that they chose who joins is in history',
  EmailAddress: 'furtherEmailAddresses',
  FormerMember: 'the bare fact that somebody left, which history says with more',
  Invitation: 'what they offered is in history',
  InvitationUse: 'that they joined is in history',
  JoinRequest: 'joinRequests',
  Membership: 'memberships',
  OwnershipOffer: 'memberships',
  Passkey: 'passkeys',
  PasskeyChallenge: 'over within minutes',
  Password: 'password',
  PendingSignIn: 'over within minutes',
  RecoveryCode: 'recoveryCodes',
  Refusal: 'memberships',
  RoleView: 'over within an hour',
  SecurityEvent: 'securityEvents',
  Session: 'sessions',
  Token: 'mailedLinks',
}

test('every table that knows a person is in the copy, or left out with a reason', async () => {
  const found = await rows<{ name: string }>(
    `select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name in ('userId', 'actorId', 'invitedById', 'membershipId', 'fromId', 'toId', 'modeSetById', 'sessionId') order by 1`,
  )
  expect(found.map(({ name }) => name)).toEqual(Object.keys(tables))
})

test('long lists come in pieces, in order, each row once', async () => {
  const { org, ada } = await organization('copied-long', { ada: 'member' })
  await rows(
    `insert into "SecurityEvent" ("userId", action, at) select $1, 'session.created', now() - n % 7 * interval '1 day' from generate_series(1, 1234) n`,
    [ada.id],
  )
  await rows(
    `insert into "AuditEvent" ("organizationId", sequence, at, "actorId", action, "detailDigest", "previousHash", hash)
     select $1, n, now(), $2, 'project.created', '', '', '' from generate_series(1, 1000) n`,
    [org.id, ada.id],
  )
  const copied = await copyOf(ada)
  const events = copied.securityEvents as { id: string; at: string }[]
  expect(new Set(events.map(({ id }) => id)).size).toBe(1235)
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted())
  expect(copied.history.map((act) => (act as { sequence: number }).sequence)).toEqual(
    Array.from({ length: 1000 }, (_, i) => i + 1),
  )
  expect((await newest(ada)).written).toBe(sections.length + 2 + 2)
})

test('a job that runs twice, or at the same moment as itself, writes its piece once', async () => {
  const ada = await person('ada')
  await as(ada)
  await ask()
  const { writePiece } = await import('@/lib/auth/account/export-writing')
  const [job] = await rows<{ payload: unknown }>('select payload from graphile_worker._private_jobs')
  await Promise.all([writePiece(job?.payload), writePiece(job?.payload), writePiece(job?.payload)])
  await writePiece(job?.payload)
  expect(await newest(ada)).toMatchObject({ written: 1 })
  await drainOnce()
  const answer = await take((await newest(ada)).id)
  expect(Object.keys(await answer.json())).toHaveLength(sections.length + 1)
})

test('the queue shows no name and no address', async () => {
  const ada = await person('ada')
  await as(ada)
  await ask()
  const waiting = JSON.stringify(await rows('select * from graphile_worker._private_jobs'))
  for (const theirs of [ada.email, ada.id]) expect(waiting).not.toContain(theirs)
})

test('an hour later it is taken after another proof only, and ada is told by mail that it is ready', async () => {
  const ada = await person('ada-later')
  await copyOf(ada)
  const { id } = await newest(ada)
  const told = await rows(`select text from "MailboxMessage" where "to" = $1 and template = 'data-copy-ready'`, [
    ada.email,
  ])
  expect(told).toEqual([{ text: expect.stringContaining(ada.name) }])
  await rows(
    `update "Session" set "stepUpAt" = now() - interval '1 hour', "provedAt" = now() - interval '1 hour' where "userId" = $1`,
    [ada.id],
  )
  const refused = await take(id)
  expect([refused.status, refused.headers.get('location'), await refused.text()]).toEqual([
    303,
    `${process.env.APP_URL}/account/confirm?next=%2Faccount%23data`,
    '',
  ])
  await rows(`update "Session" set "stepUpAt" = now() where "userId" = $1`, [ada.id])
  expect((await take(id)).status).toBe(200)
})

test('nobody else takes it, and a link is worth nothing to whoever is signed out', async () => {
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  await copyOf(ada)
  const { id } = await newest(ada)
  await as(mallory)
  expect((await take(id)).status).toBe(404)
  asNobody()
  expect((await take(id)).status).toBe(401)
  await as(ada)
  expect((await take('nonsense')).status).toBe(404)
})

test('after seven days it is over, and the sweep takes it away', async () => {
  const ada = await person('ada')
  await copyOf(ada)
  const { id } = await newest(ada)
  await rows(`update "DataExport" set "expiresAt" = "expiresAt" - interval '7 days' where id = $1`, [id])
  expect((await take(id)).status).toBe(404)
  await sweep()
  expect(await rows('select 1 from "DataExportPart" where "exportId" = $1', [id])).toEqual([])
})

test('while one is being written another is not begun; a new one replaces the old; three a day', async () => {
  const ada = await person('ada')
  await as(ada)
  await ask()
  const first = await newest(ada)
  expect(await ask()).toMatchObject({ ok: true, message: 'Your copy is being prepared already.' })
  expect((await newest(ada)).id).toBe(first.id)
  await drainOnce()
  for (let i = 0; i < 2; i++) {
    await ask()
    await drainOnce()
  }
  expect((await newest(ada)).id).not.toBe(first.id)
  expect(await ask()).toMatchObject({ message: expect.stringMatching(/^Too many tries/) })
  expect(await newest(ada)).toMatchObject({ progress: 100 })
})

test('it takes a proof that it is her, and nothing happens without one', async () => {
  const ada = await person('ada')
  await as(ada)
  await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [ada.id])
  expect(await ask()).toMatchObject({ stepUp: ['password'] })
  expect(await rows('select 1 from "DataExport" where "userId" = $1', [ada.id])).toEqual([])
})

test('ada deletes it, and whoever is gone takes theirs with them: a job that is left does nothing', async () => {
  const ada = await person('ada')
  await copyOf(ada)
  const { id } = await newest(ada)
  expect(await outcome(() => deleteExport({}, form({ confirm: 'delete' })))).toMatchObject({ ok: true })
  expect((await take(id)).status).toBe(404)

  await ask()
  await rows('delete from "User" where id = $1', [ada.id])
  expect(await rows('select 1 from "DataExport" where "userId" = $1', [ada.id])).toEqual([])
  expect(await drainOnce()).toMatchObject({ failed: 0 })
  const left = `select 1 from graphile_worker._private_jobs where payload ->> 'exportId' is not null`
  expect(await rows(left)).toEqual([])
})
