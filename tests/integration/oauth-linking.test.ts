import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signOut } from '@/app/(auth)/sign-out/actions'
import { connectAccount, disconnectAccount } from '@/app/account/security/connected-actions'
import { findCaller } from '@/lib/auth/context'
import { listConnections } from '@/lib/auth/oauth/connected-accounts'
import { env } from '@/lib/env'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asNobody, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { outcome } from '@/tests/support/outcome'
import { type Person, person, signedIn } from '@/tests/support/people'
import { inside, newVisitor } from '@/tests/support/visitor'
import { comeBack, connect, press, pressConnect, traces, visit } from './oauth-visit'

let provider: OidcProvider
beforeAll(async () => {
  provider = await startOidcProvider(`${env.APP_URL}/api/auth/callback/oidc`)
  Object.assign(env, provider.settings)
})
afterAll(() => provider.stop())
beforeEach(async () => {
  Object.assign(env, { ...provider.settings, AUTH_METHODS: undefined })
  await rows('delete from "MailboxMessage"')
})

const connected = '/account/security?connected=oidc'
const unfinished = '/account/security?problem=unfinished'
const claims = (sub: string) => ({ sub, email: `${sub}@elsewhere.test`, email_verified: true })
const accountsOf = ({ id }: Person) =>
  rows<{ subject: string; label: string }>('select subject, label from "Account" where "userId" = $1 order by 1', [id])
const eventsOf = ({ id }: Person) =>
  rows<{ action: string; details: object }>(
    `select action, details from "SecurityEvent" where "userId" = $1 and action like 'account.%linked' order by at`,
    [id],
  )
const disconnect = (subject: string) => disconnectAccount({}, form({ issuer: provider.issuer, subject }))
const longAgo = ({ id }: Person) =>
  rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [id])

async function mailsTo({ email }: Person) {
  await drainOnce()
  return rows<{ subject: string; text: string }>('select subject, text from "MailboxMessage" where "to" = $1', [email])
}

describe('grace, who is signed in, connects an account', () => {
  test('and signs in with it from then on, whatever address it has', async () => {
    const grace = await person('grace')
    await as(grace)
    const session = (await findCaller(null))?.session.id
    const account = { sub: 'grace-elsewhere', email: 'Grace@Elsewhere.Test', email_verified: false }
    expect(await connect(provider, account)).toBe(connected)
    expect(await accountsOf(grace)).toEqual([{ subject: 'grace-elsewhere', label: 'Grace@Elsewhere.Test' }])
    expect((await findCaller(null))?.session.id).toBe(session) // a link is no sign-in
    expect([...grace.visitor.cookies.keys()].filter((name) => name.startsWith('handshake'))).toEqual([])
    expect(await row('select email from "User" where id = $1', [grace.id])).toEqual({ email: grace.email })

    asNobody()
    expect(await visit(provider, account)).toBe('/new')
    expect(await findCaller(null)).toMatchObject({ user: { id: grace.id }, session: { method: 'oauth:oidc' } })
  })

  test('and is told by mail, and in her history', async () => {
    const grace = await person('grace')
    await as(grace)
    await connect(provider, claims('told'))
    const [mail, ...others] = await mailsTo(grace)
    expect(others).toEqual([])
    expect(mail?.subject).toBe('A way to sign in was added')
    expect(mail?.text.replaceAll('\u2060', '')).toContain(`${env.AUTH_OIDC_NAME} account told@elsewhere.test`)
    expect(await eventsOf(grace)).toEqual([
      { action: 'account.linked', details: { account: `${env.AUTH_OIDC_NAME} account told@elsewhere.test` } },
    ])
  })

  test('once, however often and at whatever moment she comes back with it', async () => {
    const grace = await person('grace')
    await as(grace)
    await connect(provider, claims('twice'))
    expect(await connect(provider, claims('twice'))).toBe(connected)

    // one session, two tabs, two identities under way: each browser context keeps one errand, so two browsers with one session
    const browsers = [newVisitor(), newVisitor()].map((browser) => {
      browser.cookies = new Map(grace.visitor.cookies)
      return browser
    })
    const backs = await Promise.all(
      browsers.map((browser) => inside(browser, async () => provider.answer(await pressConnect(), claims('raced')))),
    )
    const landed = await Promise.all(
      browsers.map((browser, index) => inside(browser, () => comeBack(backs[index] as string))),
    )
    expect(landed).toEqual([connected, connected])
    expect(await accountsOf(grace)).toHaveLength(2)
    expect(await eventsOf(grace)).toHaveLength(2)
    expect(await mailsTo(grace)).toHaveLength(2)
  })

  test('not without proving that it is her, when she signed in a while ago', async () => {
    const grace = await person('grace')
    await as(grace)
    await longAgo(grace)
    expect(await connectAccount({}, form({ provider: 'oidc' }))).toMatchObject({ stepUp: ['password'] })
    expect([...grace.visitor.cookies.keys()].filter((name) => name.startsWith('handshake'))).toEqual([])
  })

  test('not one that is somebody else’s', async () => {
    const linus = await person('linus')
    await as(linus)
    await connect(provider, claims('of-linus'))
    const grace = await person('grace')
    await as(grace)
    const before = await traces()
    expect(await connect(provider, claims('of-linus'))).toBe('/account/security?problem=linked-elsewhere')
    expect(await traces()).toEqual(before)
    expect(await accountsOf(linus)).toHaveLength(1)
    expect(await mailsTo(grace)).toEqual([])
  })

  test('not at a provider that is not configured', async () => {
    await as(await person('grace'))
    for (const provider of ['google', 'credentials', '__proto__', ''])
      expect(await connectAccount({}, form({ provider }))).toMatchObject({ message: 'There is nothing here.' })
  })

  test('not when she cancels, or when the provider is down: the security page says so', async () => {
    const grace = await person('grace')
    await as(grace)
    const away = await pressConnect()
    expect(await comeBack(await provider.answer(away, null))).toBe('/account/security?problem=cancelled')
    Object.assign(env, { AUTH_OIDC_ISSUER: 'http://127.0.0.1:9' })
    expect(await pressConnect()).toBe('/account/security?problem=unavailable')
    expect(await accountsOf(grace)).toEqual([])
  })
})

describe('an errand to connect belongs to the session that began it', () => {
  test('who signed out meanwhile connects nothing, and is not signed in by it either', async () => {
    const grace = await person('grace')
    await as(grace)
    const back = await provider.answer(await pressConnect(), claims('left'))
    await outcome(() => signOut({}, form({})))
    const before = await traces()
    expect(await comeBack(back)).toBe(unfinished)
    expect(await traces()).toEqual(before)
    expect(await findCaller(null)).toBeNull()
  })

  test('who signed in as somebody else meanwhile does not get grace’s account at the provider', async () => {
    const [grace, linus] = [await person('grace'), await person('linus')]
    await as(grace)
    const back = await provider.answer(await pressConnect(), claims('mixed-up'))
    const { value } = (await signedIn(linus)).cookies.get('session') ?? { value: '' }
    grace.visitor.cookies.set('session', { name: 'session', value })
    const before = await traces()
    expect(await comeBack(back)).toBe(unfinished)
    expect(await traces()).toEqual(before)
  })

  test('nor does a new session of grace herself: what was asked for ended with the one before', async () => {
    const grace = await person('grace')
    await as(grace)
    const back = await provider.answer(await pressConnect(), claims('again'))
    await rows(`update "Session" set id = gen_random_uuid() where "userId" = $1`, [grace.id])
    expect(await comeBack(back)).toBe(unfinished)
    expect(await accountsOf(grace)).toEqual([])
  })

  test('mallory’s half-finished errand connects nothing to the victim whom she sends back with it', async () => {
    const [mallory, victim] = [await person('mallory'), await person('victim')]
    const back = await asOne(mallory, async () => provider.answer(await pressConnect(), claims('of-mallory')))
    await as(victim)
    const before = await traces()
    expect(await comeBack(back)).toBe('/sign-in?problem=unfinished')
    for (const [name, cookie] of mallory.visitor.cookies)
      if (name.startsWith('handshake')) victim.visitor.cookies.set(name, cookie) // planted by a neighbouring host
    expect(await comeBack(back)).toBe(unfinished)
    expect(await traces()).toEqual(before)
  })

  test('a person who was switched off meanwhile connects nothing', async () => {
    const grace = await person('grace')
    await as(grace)
    const back = await provider.answer(await pressConnect(), claims('off'))
    await rows('update "User" set "disabledAt" = now() where id = $1', [grace.id])
    expect(await comeBack(back)).toBe(unfinished)
    expect(await accountsOf(grace)).toEqual([])
  })

  test('the answer to “Connect” is no sign-in, and the answer to a sign-in connects nothing', async () => {
    const grace = await person('grace')
    await as(grace)
    const link = await provider.answer(await pressConnect(), claims('purposes'))
    const signIn = await provider.answer(await press(), { ...claims('purposes'), email: grace.email })
    expect(await comeBack(link)).toBe('/sign-in?problem=unfinished') // the later errand replaced it
    expect(await comeBack(signIn)).toBe('/sign-in?problem=known-address')
    expect(await accountsOf(grace)).toEqual([])
  })
})

describe('grace disconnects an account', () => {
  test('and it signs nobody in any more; she is told', async () => {
    const grace = await person('grace')
    await as(grace)
    await connect(provider, { ...claims('gone'), email: grace.email })
    await rows('delete from "MailboxMessage"')
    const named = `${env.AUTH_OIDC_NAME} account ${grace.email}`
    expect(await disconnect('gone')).toMatchObject({ ok: true, message: `${named} is disconnected.` })
    expect(await accountsOf(grace)).toEqual([])
    expect((await eventsOf(grace)).at(-1)).toEqual({ action: 'account.unlinked', details: { account: named } })
    expect((await mailsTo(grace)).map(({ subject }) => subject)).toContain('A way to sign in was removed')
    asNobody()
    expect(await visit(provider, { ...claims('gone'), email: grace.email })).toBe('/sign-in?problem=known-address')
  })

  test('not without proving that it is her, when she signed in a while ago', async () => {
    const grace = await person('grace')
    await as(grace)
    await connect(provider, claims('kept'))
    await longAgo(grace)
    expect(await disconnect('kept')).toMatchObject({ stepUp: ['password'] })
    expect(await accountsOf(grace)).toHaveLength(1)
  })

  test('not one that is somebody else’s', async () => {
    const linus = await person('linus')
    await as(linus)
    await connect(provider, claims('not-hers'))
    await as(await person('grace'))
    const before = await traces()
    expect(await disconnect('not-hers')).toMatchObject({ message: 'There is nothing here.' })
    expect(await traces()).toEqual(before)
  })

  const last = 'This is your last way to sign in. Add another one first.'

  test('not the last one, where no sign-in link is mailed: other accounts, a password and a passkey count', async () => {
    const grace = await person('grace', { password: null })
    await as(grace)
    await connect(provider, claims('only'))
    Object.assign(env, { AUTH_METHODS: 'oidc,password,passkey' })
    const isLast = async () => (await listConnections(grace.id)).map(({ account }) => account?.isLast)
    expect(await isLast()).toEqual([true])
    expect(await disconnect('only')).toMatchObject({ message: last })

    const another = `insert into "Account" ("userId", type, issuer, subject) values ($1, 'oidc', $2, 'grace')`
    await rows(another, [grace.id, 'https://gone.test']) // a provider without its keys lets nobody in
    expect(await disconnect('only')).toMatchObject({ message: last })

    await rows(`insert into "Password" ("userId", hash) values ($1, 'x')`, [grace.id])
    expect(await isLast()).toEqual([false, false])
    Object.assign(env, { AUTH_METHODS: 'oidc,passkey' }) // nor does a method that is switched off
    expect(await disconnect('only')).toMatchObject({ message: last })
    await rows(
      `insert into "Passkey" ("userId", "credentialId", "publicKey", aaguid, name, "backupEligible", "backedUp")
       values ($1, 'x', 'x', gen_random_uuid(), 'Key', false, false)`,
      [grace.id],
    )
    await rows('update "Session" set "stepUpAt" = now() where "userId" = $1', [grace.id]) // with that passkey
    expect(await disconnect('only')).toMatchObject({ ok: true })
  })

  test('a mailbox is a way in where sign-in links are on', async () => {
    const grace = await person('grace', { password: null })
    await as(grace)
    await connect(provider, claims('mailbox'))
    Object.assign(env, { AUTH_METHODS: 'oidc,link' })
    expect(await disconnect('mailbox')).toMatchObject({ ok: true })
  })

  test('of the last two, taken away at the same moment, one remains', async () => {
    const grace = await person('grace', { password: null })
    await as(grace)
    await connect(provider, claims('one'))
    await connect(provider, claims('two'))
    Object.assign(env, { AUTH_METHODS: 'oidc' })
    const answers = await Promise.all(['one', 'two'].map((subject) => asOne(grace, () => disconnect(subject))))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.map(({ message }) => message)).toContain(last)
    expect(await accountsOf(grace)).toHaveLength(1)
  })
})

test('nobody who is not signed in connects or disconnects anything', async () => {
  asNobody()
  expect(await outcome(() => connectAccount({}, form({ provider: 'oidc' })))).toEqual({ redirectTo: '/sign-in' })
  expect(await outcome(() => disconnect('x'))).toEqual({ redirectTo: '/sign-in' })
})
