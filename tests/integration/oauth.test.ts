import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readAsked } from '@/lib/auth/asking'
import { findCaller } from '@/lib/auth/context'
import { createSecret, digest } from '@/lib/auth/secrets'
import { env } from '@/lib/env'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { person } from '@/tests/support/people'
import { inside, newVisitor } from '@/tests/support/visitor'
import { organization } from '@/tests/support/world'
import { makeLink } from './invitation-mail'
import { comeBack, links, press, traces, visit } from './oauth-visit'

let provider: OidcProvider
beforeAll(async () => {
  provider = await startOidcProvider(`${env.APP_URL}/api/auth/callback/oidc`)
  Object.assign(env, provider.settings)
})
afterAll(() => provider.stop())
afterEach(() => Object.assign(env, { SIGN_UP_MODE: 'open' }))

const ada = { sub: 'ada-at-the-provider', email: 'Ada@People.Test', email_verified: true, name: 'Ada\u202e Lovelace' }

describe('somebody whose address the provider has checked', () => {
  test('is in on the first visit, and leaves an account without tokens', async () => {
    const browser = asNobody()
    expect(await visit(provider, ada)).toBe('/new')
    expect(await row('select email, name, "emailVerified" is not null as proved from "User"')).toEqual({
      email: 'ada@people.test',
      name: 'Ada Lovelace',
      proved: true,
    })
    const { id } = await row<{ id: string }>('select id from "User"')
    expect(await row('select * from "Account"')).toEqual({
      userId: id,
      type: 'oidc',
      issuer: provider.issuer,
      subject: ada.sub,
      label: ada.email,
      createdAt: expect.any(Date),
      lastUsedAt: expect.any(Date),
    })
    expect((await findCaller(null))?.session.method).toBe('oauth:oidc')
    expect([...browser.cookies.keys()].sort()).toEqual(['device', 'last-method', 'session'])
  })

  test('is the same person the next time, whatever the provider calls them by now', async () => {
    asNobody()
    expect(await visit(provider, { ...ada, email: 'another@people.test', email_verified: false, name: 'Eve' })).toBe(
      '/new',
    )
    expect((await findCaller(null))?.user).toMatchObject({ email: 'ada@people.test', name: 'Ada Lovelace' })
    expect(await rows('select 1 from "User"')).toHaveLength(1)
  })

  test('lands on the page that they came for, and nowhere else than here', async () => {
    asNobody()
    expect(await visit(provider, ada, '/account/security?tab=1')).toBe('/account/security?tab=1')
    expect(await visit(provider, ada, 'https://evil.test/')).toBe('/new')
    expect(await visit(provider, ada, '/..//evil.test')).toBe('/new')
  })

  test('hears of a sign-in from a new browser, and the browser before is still signed in', async () => {
    asNobody()
    await visit(provider, ada)
    await drainOnce()
    const mail = await row(`select "to", subject, text from "MailboxMessage" where template = 'new-sign-in' limit 1`)
    expect(mail).toMatchObject({ to: 'ada@people.test', text: expect.stringContaining(env.AUTH_OIDC_NAME) })
  })

  test('is one person when two browsers come back at the same moment', async () => {
    const claims = { sub: 'twin', email: 'twin@people.test', email_verified: true }
    const browsers = [newVisitor(), newVisitor(), newVisitor()]
    const urls = await Promise.all(
      browsers.map((browser) => inside(browser, async () => provider.answer(await press(), claims))),
    )
    const landed = await Promise.all(
      browsers.map((browser, index) => inside(browser, () => comeBack(urls[index] as string))),
    )
    expect(landed).toEqual(['/new', '/new', '/new'])
    expect(await rows(`select 1 from "User" where email = 'twin@people.test'`)).toHaveLength(1)
    expect((await links()).filter(({ email }) => email === 'twin@people.test')).toHaveLength(1)
    const [{ sessions }] = (await rows(
      `select count(*)::int as sessions from "Session" s join "User" u on u.id = s."userId" where u.email = 'twin@people.test'`,
    )) as [{ sessions: number }]
    expect(sessions).toBe(3)
  })

  test('is refused once their account is switched off', async () => {
    asNobody()
    await rows(`update "User" set "disabledAt" = now() where email = 'ada@people.test'`)
    const before = await traces()
    expect(await visit(provider, ada)).toBe('/sign-in?problem=disabled')
    expect(await traces()).toEqual(before)
    await rows(`update "User" set "disabledAt" = null where email = 'ada@people.test'`)
  })
})

describe('an address that has an account already', () => {
  test('is not linked, however sure the provider is', async () => {
    const grace = await person('grace')
    asNobody()
    const before = await traces()
    const claims = { sub: 'somebody', email: grace.email, email_verified: true }
    expect(await visit(provider, claims)).toBe('/sign-in?problem=known-address')
    expect(await traces()).toEqual(before)
    expect((await links()).filter(({ email }) => email === grace.email)).toEqual([])
  })

  test('is not linked to whoever is signed in either: a sign-in never turns into a link', async () => {
    const grace = await person('grace')
    await as(grace)
    const before = await traces()
    const claims = { sub: 'somebody-else', email: grace.email, email_verified: true }
    expect(await visit(provider, claims)).toBe('/sign-in?problem=known-address')
    expect(await traces()).toEqual(before)
  })

  test('is not linked when it is a further address of somebody, and their primary one is not told', async () => {
    const hedy = await person('hedy')
    await rows(`insert into "EmailAddress" ("userId", email) values ($1, 'hedy.also@people.test')`, [hedy.id])
    asNobody()
    const before = await traces()
    const claims = { sub: 'hedy-or-not', email: 'hedy.also@people.test', email_verified: true }
    expect(await visit(provider, claims)).toBe('/sign-in?problem=known-address')
    expect(await traces()).toEqual(before)
    expect(await visit(provider, { ...claims, email_verified: false })).toBe('/verify-email?sent')
    expect((await readAsked())?.email).toBe('hedy.also@people.test')
    expect((await links()).filter(({ email }) => email === hedy.email)).toEqual([])
  })

  test('is not linked to one that is switched off, proved or not', async () => {
    const linus = await person('linus', { verified: false })
    await rows('update "User" set "disabledAt" = now() where id = $1', [linus.id])
    asNobody()
    const claims = { sub: 'linus-or-not', email: linus.email, email_verified: true }
    expect(await visit(provider, claims)).toBe('/sign-in?problem=known-address')
    expect((await links()).filter(({ email }) => email === linus.email)).toEqual([])
  })

  test('is this person’s when nobody had proved it: emptied, under the name that the provider tells', async () => {
    const ina = await person('Call 555 now', { email: 'ina@people.test', verified: false })
    asNobody()
    expect(await visit(provider, { sub: 'ina', email: ina.email, email_verified: true, name: 'Ina' })).toBe('/new')
    expect((await findCaller(null))?.user).toMatchObject({ id: ina.id, name: 'Ina', emailVerified: true })
    expect((await links()).filter(({ email }) => email === ina.email)).toHaveLength(1)
    expect(await rows('select 1 from "Password" where "userId" = $1', [ina.id])).toEqual([])
  })
})

describe('who may make an account', () => {
  const stranger = { sub: 'stranger', email: 'stranger@people.test', email_verified: true }

  test('nobody, when sign-up is closed', async () => {
    Object.assign(env, { SIGN_UP_MODE: 'closed' })
    asNobody()
    const before = await traces()
    expect(await visit(provider, stranger)).toBe('/sign-in?problem=closed')
    expect(await visit(provider, { ...stranger, email_verified: false })).toBe('/sign-in?problem=closed')
    expect(await traces()).toEqual(before)
    expect(await visit(provider, ada)).toBe('/new') // who has one still signs in
  })

  test('the invited, when it is by invitation: for the address that the provider has checked, while the invitation is open', async () => {
    const { org, olive } = await organization('by-invitation', { olive: 'owner' })
    Object.assign(env, { SIGN_UP_MODE: 'invite' })
    asNobody()
    const before = await traces()
    expect(await visit(provider, stranger)).toBe('/sign-in?problem=invitation-only')
    await rows(
      `insert into "Invitation" ("organizationId", email, "builtInRole", "invitedById", "mailTokenDigest", "expiresAt")
       values ($1, $2, 'member', $3, sha256('secret'), now() - interval '1 hour')`,
      [org.id, stranger.email, olive.id],
    )
    expect(await visit(provider, stranger)).toBe('/sign-in?problem=invitation-only')
    await rows(`update "Invitation" set "expiresAt" = now() + interval '1 hour', "revokedAt" = now()`)
    expect(await visit(provider, stranger)).toBe('/sign-in?problem=invitation-only')
    await rows('update "Invitation" set "revokedAt" = null')
    for (const [gone, back] of [
      ['update "Organization" set "deletedAt" = now()', 'update "Organization" set "deletedAt" = null'],
      ['update "Invitation" set "invitedById" = null', `update "Invitation" set "invitedById" = '${olive.id}'`],
    ] as const) {
      await rows(`${gone} where ${gone.includes('Organization') ? 'id' : '"organizationId"'} = $1`, [org.id])
      expect(await visit(provider, stranger)).toBe('/sign-in?problem=invitation-only')
      await rows(back)
    }
    expect(await visit(provider, { ...stranger, email_verified: false })).toBe('/sign-in?problem=invitation-only')
    expect(await traces()).toEqual(before)
    expect(await visit(provider, stranger)).toBe('/account/organizations')
    expect((await findCaller(null))?.user.email).toBe(stranger.email)
  })

  test('whoever comes from an invitation that is for their address, also one for several, or one that proves it by mail', async () => {
    const { org, olive } = await organization('by-link', { olive: 'owner' })
    const mailed = createSecret()
    await rows(
      `insert into "Invitation" ("organizationId", email, "builtInRole", "invitedById", "mailTokenDigest", "expiresAt")
       values ($1, 'bea@people.test', 'member', $2, $3, now() + interval '1 hour')`,
      [org.id, olive.id, digest(mailed)],
    )
    await as(olive)
    const link = await makeLink(olive, org, { domains: 'people.test' })
    Object.assign(env, { SIGN_UP_MODE: 'invite' })
    asNobody()
    const come = (who: string, email_verified: boolean, invite: string) =>
      visit(provider, { sub: who, email: who, email_verified }, `/invite/${invite}`)
    const before = await traces()
    const refused = expect.stringContaining('/sign-in?problem=invitation-only')
    expect(await come('carl@elsewhere.test', true, link.token)).toEqual(refused)
    expect(await come('carl@elsewhere.test', false, link.token)).toEqual(refused)
    expect(await come('carl@people.test', false, mailed)).toEqual(refused)
    expect(await come('carl@people.test', true, createSecret())).toEqual(refused)
    expect(await traces()).toEqual(before)
    expect(await come('bea@people.test', false, mailed)).toBe('/verify-email?sent')
    expect(await come('dan@people.test', false, link.token)).toBe('/verify-email?sent')
    expect(await come('carl@people.test', true, link.token)).toBe(`/invite/${link.token}`)
    expect((await findCaller(null))?.user.email).toBe('carl@people.test')
  })
})

test('without an address nobody gets in, and the page says why', async () => {
  asNobody()
  const before = await traces()
  expect(await visit(provider, { sub: 'shy' })).toBe('/sign-in?problem=no-address')
  expect(await visit(provider, { sub: 'shy', email: 'a@b@c', email_verified: true })).toBe(
    '/sign-in?problem=no-address',
  )
  expect(await visit(provider, { sub: 'shy', email: ['a@b.test'], email_verified: true })).toBe(
    '/sign-in?problem=no-address',
  )
  expect(await traces()).toEqual(before)
})

test('who cancels at the provider is told that nothing happened, and keeps the page that they came for', async () => {
  asNobody()
  const before = await traces()
  expect(await comeBack(await provider.answer(await press({ next: '/account' }), null))).toBe(
    '/sign-in?problem=cancelled&next=%2Faccount',
  )
  expect(await traces()).toEqual(before)
})
