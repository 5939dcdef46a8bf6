import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import { signInWithCode, signInWithLink } from '@/app/(auth)/sign-in/link/actions'
import { verifyEmail } from '@/app/(auth)/verify-email/actions'
import { changeUser } from '@/lib/auth/operator'
import { env } from '@/lib/env'
import { sweep } from '@/lib/jobs/sweep'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { outcome } from '@/tests/support/outcome'
import { givePasskey } from '@/tests/support/passkeys'
import { type Person, person } from '@/tests/support/people'
import { newestMail } from '@/tests/support/queued-mail'
import { join, organization } from '@/tests/support/world'
import { askForLink, askToSignUp, goodPassword, trySignIn } from './auth-journeys'
import { visit } from './oauth-visit'

// An account that nobody had proved may hold what a stranger planted in it. Whoever proves its address gets the account, and
// none of that.

let provider: OidcProvider
beforeAll(async () => {
  provider = await startOidcProvider(`${env.APP_URL}/api/auth/callback/oidc`)
  Object.assign(env, provider.settings)
})
afterAll(() => provider.stop())

/** Each way to prove an address, as its owner walks it. */
const proofs: Record<string, (email: string) => Promise<unknown>> = {
  'the verification mail of a new sign-up': async (email) => {
    await askToSignUp(email)
    return verifyEmail({}, form({ token: (await newestMail(email, 'verify-email')).token }))
  },
  'a sign-in link': async (email) => {
    await askForLink(email)
    return signInWithLink({}, form({ token: (await newestMail(email, 'sign-in-link')).token }))
  },
  'a code': async (email) => {
    await askForLink(email)
    return signInWithCode({}, form({ code: (await newestMail(email, 'sign-in-link')).code }))
  },
  'a reset': async (email) => {
    await outcome(() => forgotPassword({}, form({ email })))
    const { token } = await newestMail(email, 'reset-password')
    return resetPassword({}, form({ token, password: goodPassword }))
  },
  'a provider that has checked it': (email) => visit(provider, { sub: email, email, email_verified: true }),
  'a provider that has not, and the mail': async (email) => {
    await visit(provider, { sub: email, email, email_verified: false })
    return verifyEmail({}, form({ token: (await newestMail(email, 'verify-email')).token }))
  },
  'the operator': (email) => changeUser('verify', email),
}

const prove = (way: string, email: string) => outcome(async () => proofs[way]?.(email))

/** What each proof leaves behind: what came with it, and nothing else. */
const left: Record<string, string> = {
  'the verification mail of a new sign-up': 'password session device',
  'a sign-in link': 'session device',
  'a code': 'session device',
  'a reset': 'password',
  'a provider that has checked it': 'account session device',
  'a provider that has not, and the mail': 'account session device',
  'the operator': '',
}

const held = `select
  (select count(*)::int from "Password" where "userId" = $1) password, (select count(*)::int from "Passkey" where "userId" = $1) passkey,
  (select count(*)::int from "PasskeyChallenge" where "userId" = $1) challenge,
  (select count(*)::int from "AuthenticatorApp" where "userId" = $1) app, (select count(*)::int from "RecoveryCode" where "userId" = $1) codes,
  (select count(*)::int from "Account" where "userId" = $1) account, (select count(*)::int from "EmailAddress" where "userId" = $1) address,
  (select count(*)::int from "Session" where "userId" = $1) session, (select count(*)::int from "PendingSignIn" where "userId" = $1) pending,
  (select count(*)::int from "Device" where "userId" = $1) device,
  (select count(*)::int from "Token" where "userId" = $1 and "usedAt" is null) token,
  (select count(*)::int from "Avatar" where "userId" = $1) avatar, (select count(*)::int from "DataExport" where "userId" = $1) export,
  (select count(*)::int from "Membership" where "userId" = $1) membership`
const kinds = (counts: Record<string, number>) => Object.keys(counts).filter((kind) => counts[kind])

/** Everything that somebody could have put there before the address was proved. */
async function plant(victim: Person) {
  const { org } = await organization(`of-${victim.id.slice(0, 8)}`)
  await join(org, victim, 'admin')
  await as(victim) // a session and a device
  await givePasskey(victim)
  const { id, email } = victim
  await askForLink(email) // a live token, in the stranger's browser
  await rows(
    `insert into "PasskeyChallenge" (challenge, purpose, "boundTo", "userId", "expiresAt") values (sha256($1::text::bytea), 'add', 'x', $2, now() + interval '1 minute')`,
    [id, id],
  )
  await rows(`insert into "AuthenticatorApp" ("userId", secret, "confirmedAt") values ($1, 'x', now())`, [id])
  await rows(`insert into "RecoveryCode" ("userId", digest) values ($1, 'x')`, [id])
  await rows(
    `insert into "Account" ("userId", type, issuer, subject) values ($1, 'oidc', 'https://planted.test', $2)`,
    [id, id],
  )
  await rows(`insert into "Avatar" ("userId", bytes, digest) values ($1, 'RIFF', 'x')`, [id])
  await rows(`insert into "DataExport" ("userId", "expiresAt") values ($1, now() + interval '1 day')`, [id])
  await rows(`insert into "EmailAddress" ("userId", email) values ($1, $2)`, [id, `mallory.${email}`])
  await rows(
    `insert into "PendingSignIn" ("userId", "tokenDigest", method, "expiresAt") values ($1, sha256($2::text::bytea), 'password', now() + interval '1 minute')`,
    [id, id],
  )
  await rows(`update "User" set image = 'https://evil.test/x.png', "lastOrganizationId" = $2 where id = $1`, [
    id,
    org.id,
  ])
  return org
}

describe('whoever proves the address of an account that nobody had proved', () => {
  test.each(Object.keys(proofs))('by %s gets it empty', async (way) => {
    const victim = await person('victim', { verified: false })
    const org = await plant(victim)
    expect(kinds(await row(held, [victim.id]))).toHaveLength(14)

    asNobody()
    await prove(way, victim.email)
    expect(kinds(await row(held, [victim.id])).join(' ')).toBe(left[way])
    expect(
      await row(`select "emailVerified" is not null as proved, image, "lastOrganizationId" from "User" where id = $1`, [
        victim.id,
      ]),
    ).toEqual({ proved: true, image: null, lastOrganizationId: null })
    const [event] = await rows(
      `select e.action, e."actorId", d.detail from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence) where e."organizationId" = $1`,
      [org.id],
    )
    expect(event).toMatchObject({
      action: 'member.removed',
      actorId: null,
      detail: { target: victim.name, before: { role: 'admin' } },
    })
    asNobody()
    expect(await trySignIn(victim.email, victim.password)).not.toHaveProperty('redirectTo')
  })

  test('keeps what was theirs already when it had been proved', async () => {
    const grace = await person('grace')
    const org = await plant(grace)
    const before = kinds(await row(held, [grace.id]))
    asNobody()
    await prove('a sign-in link', grace.email)
    expect(kinds(await row(held, [grace.id]))).toEqual(before.filter((kind) => kind !== 'token')) // the link itself
    expect(await rows('select 1 from "AuditEvent" where "organizationId" = $1', [org.id])).toEqual([])
  })
})

/** What happened, or needs a proved address to begin with: an unproved account is no member by a link, and asks nobody. */
const kept = ['SecurityEvent', 'FormerMember', 'InvitationUse', 'JoinRequest']

test('each table that says whose a row is, is emptied, or keeps what happened', async () => {
  const tables = await rows<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'userId'`,
  )
  const emptied = [...held.matchAll(/from "(\w+)"/g)].map(([, name]) => name)
  expect(tables.map(({ name }) => name).sort(), 'proveEmail empties it too, and `held` counts it').toEqual(
    [...emptied, ...kept].sort(),
  )
})

describe('an organization that an unproved account owned alone', () => {
  const roles = (organizationId: string) =>
    rows<{ name: string; role: string }>(
      `select u.name, m."builtInRole" as role from "Membership" m join "User" u on u.id = m."userId" where m."organizationId" = $1 order by u.name`,
      [organizationId],
    )

  test('goes to who is left: an admin before everybody else', async () => {
    const { org, una, ada } = await organization('left-behind', { una: 'owner', vera: 'viewer', ada: 'admin' })
    await rows(`update "Membership" set "createdAt" = now() + interval '1 minute' where id = $1`, [ada.membershipId])
    await rows('update "User" set "emailVerified" = null where id = $1', [una.id])
    asNobody()
    await prove('a sign-in link', una.email)
    expect(await roles(org.id)).toEqual([
      { name: 'ada', role: 'owner' },
      { name: 'vera', role: 'viewer' },
    ])
    const facts = await rows('select action from "AuditEvent" where "organizationId" = $1 order by sequence', [org.id])
    expect(facts.map(({ action }) => action)).toEqual(['member.role_changed', 'member.removed'])
  })

  test('never to somebody who is switched off, or unproved as well; with nobody left it is gone, for good', async () => {
    const { org, una, off, ida } = await organization('empty', { una: 'owner', off: 'admin', ida: 'member' })
    await rows('update "User" set "emailVerified" = null where id = any ($1)', [[una.id, ida.id]])
    await rows('update "User" set "disabledAt" = now() where id = $1', [off.id])
    asNobody()
    await prove('a code', una.email)
    expect(
      await rows(`select 1 from "Organization" where id = $1 and "deletedAt" < now() - interval '30 days'`, [org.id]),
    ).toHaveLength(1)
    await sweep()
    expect(await rows('select 1 from "Organization" where id = $1', [org.id])).toEqual([])
    expect(await row(held, [una.id])).toMatchObject({ membership: 0 })
  })

  test('stays with its other owners', async () => {
    const { org, una } = await organization('shared', { una: 'owner', olga: 'owner', ada: 'admin' })
    await rows('update "User" set "emailVerified" = null where id = $1', [una.id])
    asNobody()
    await prove('a sign-in link', una.email)
    expect(await roles(org.id)).toEqual([
      { name: 'ada', role: 'admin' },
      { name: 'olga', role: 'owner' },
    ])
  })
})
