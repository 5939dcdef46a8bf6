import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { signOut } from '@/app/(auth)/sign-out/actions'
import { findCaller } from '@/lib/auth/context'
import { asNobody } from '@/tests/support/as'
import { connection, row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { password, person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import { inside, newVisitor, visitor } from '@/tests/support/visitor'
import { until, untilWaiting } from '@/tests/support/wait'
import { join, organization } from '@/tests/support/world'
import { hasSessionCookie, REFUSED, trySignIn } from './auth-journeys'

const TOO_MANY = { message: expect.stringMatching(/^Too many tries\. Try again in \d+ minutes?\.$/) }

test('the first step answers the same for everybody, and keeps where they were going', async () => {
  const ada = await person('ada')
  const step = (email: string) => outcome(() => signIn({}, form({ email, password: '', next: '/o/acme' })))
  asNobody()
  expect(await step(ada.email)).toEqual({ values: { email: ada.email, step: 'password', next: '/o/acme' } })
  expect(await step('nobody@people.test')).toEqual({
    values: { email: 'nobody@people.test', step: 'password', next: '/o/acme' },
  })
  expect(await step('no address')).toMatchObject({ fieldErrors: { email: [expect.any(String)] } })
})

test('a password manager that fills both finishes in one go', async () => {
  const bea = await person('bea')
  asNobody()
  expect(await outcome(() => signIn({}, form({ email: bea.email, password })))).toEqual({ redirectTo: '/new' })
  expect(hasSessionCookie()).toBe(true)
})

test('a wrong password, nobody and a disabled person: the same answer, and the second step stays', async () => {
  const cleo = await person('cleo')
  const gone = await person('gone')
  await rows('update "User" set "disabledAt" = now() where id = $1', [gone.id])
  asNobody()
  for (const [email, secret] of [
    [cleo.email, 'wrong'],
    ['nobody@people.test', password],
    [gone.email, password],
  ] as const) {
    expect(await trySignIn(email, secret)).toEqual({
      message: REFUSED,
      fieldErrors: undefined,
      values: { email, step: 'password' },
    })
    expect([...visitor().cookies.keys()]).toEqual([])
  }
  await until(
    'the refusals',
    async () => (await rows(`select id from "SecurityEvent" where action = 'session.refused'`)).length === 2,
  )
})

test('people land in their only organization, in the last one, or where they choose', async () => {
  const { org, dora } = await organization('acme', { dora: 'member' })
  asNobody()
  expect(await trySignIn(dora.email, password)).toEqual({ redirectTo: '/o/acme' })
  const { org: globex } = await organization('globex')
  await join(globex, dora, 'viewer')
  asNobody()
  expect(await trySignIn(dora.email, password)).toEqual({ redirectTo: '/account/organizations' })
  await rows('update "User" set "lastOrganizationId" = $1 where id = $2', [org.id, dora.id])
  asNobody()
  expect(await trySignIn(dora.email, password)).toEqual({ redirectTo: '/o/acme' })
  expect(await trySignIn(dora.email, password, { next: '/o/globex/projects' })).toEqual({
    redirectTo: '/o/globex/projects',
  })
  expect(await trySignIn(dora.email, password, { next: '//evil.test' })).toEqual({ redirectTo: '/o/acme' })
})

test('ten wrong passwords close the door to strangers, not to the browser that eve knows, and not for good', async () => {
  const eve = await person('eve')
  const home = asNobody()
  expect(await trySignIn(eve.email, password)).toEqual({ redirectTo: '/new' })
  await outcome(() => signOut({}, form()))

  for (let count = 0; count < 10; count++) {
    asNobody()
    expect(await trySignIn(eve.email, `guess ${count}`)).toMatchObject({ message: REFUSED })
  }
  asNobody()
  expect(await trySignIn(eve.email, password)).toMatchObject({ message: 'Too many tries. Try again in 15 minutes.' })
  asNobody(home)
  expect(await trySignIn(eve.email, password)).toEqual({ redirectTo: '/new' })

  const reopen = () => rows(`update "RateLimit" set expire = 1 where key like 'failedSignInPerAccount:%'`)
  for (const minutes of [30, 60, 60]) {
    await reopen()
    for (let count = 0; count < 10; count++) {
      asNobody()
      expect(await trySignIn(eve.email, `guess ${count}`)).toMatchObject({ message: REFUSED })
    }
    asNobody()
    expect(await trySignIn(eve.email, password)).toMatchObject({
      message: `Too many tries. Try again in ${minutes} minutes.`,
    })
  }
  await reopen()
  asNobody()
  expect(await trySignIn(eve.email, password)).toEqual({ redirectTo: '/new' })
})

test('an address without an account is closed after ten tries as well', async () => {
  for (let count = 0; count < 10; count++) {
    asNobody()
    expect(await trySignIn('nobody-2@people.test', 'guess')).toMatchObject({ message: REFUSED })
  }
  asNobody()
  expect(await trySignIn('nobody-2@people.test', 'guess')).toMatchObject({
    message: 'Too many tries. Try again in 15 minutes.',
  })
})

test('thirty guesses at the same moment are ten guesses', async () => {
  const fay = await person('fay')
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) => inside(newVisitor(), () => trySignIn(fay.email, `guess ${n}`))),
  )
  expect(answers.filter((answer) => 'message' in answer && answer.message === REFUSED)).toHaveLength(10)
})

test.each([
  [
    'replaced',
    [`delete from "Password" where "userId" = $1`, `insert into "Password" ("userId", hash) values ($1, 'x')`],
  ],
  ['written over', [`update "Password" set hash = 'x' where "userId" = $1`]],
])('a password that is %s while it is judged opens nothing any more', async (_, changes) => {
  const ivo = await person('ivo')
  const elsewhere = await connection()
  try {
    await elsewhere.query('begin')
    await elsewhere.query('select 1 from "User" where id = $1 for no key update', [ivo.id])
    asNobody()
    const answer = trySignIn(ivo.email, password)
    await untilWaiting(1)
    for (const change of changes) await elsewhere.query(change, [ivo.id])
    await elsewhere.query('commit')
    expect(await answer).toMatchObject({ message: REFUSED })
    expect(hasSessionCookie()).toBe(false)
  } finally {
    await elsewhere.end()
  }
})

test('twenty failures a minute from one address are enough, whatever the accounts; success costs nothing', async () => {
  const gil = await person('gil')
  asNobody()
  for (let count = 0; count < 5; count++) {
    expect(await trySignIn(gil.email, password)).toEqual({ redirectTo: '/new' })
    visitor().cookies.clear()
  }
  for (let count = 0; count < 20; count++) {
    expect(await trySignIn(`somebody-${count}@people.test`, 'guess')).toMatchObject({ message: REFUSED })
  }
  expect(await trySignIn('one-more@people.test', 'guess')).toMatchObject(TOO_MANY)
  expect(await trySignIn(gil.email, password)).toMatchObject(TOO_MANY)
})

test('neighbours in one IPv6 network count as one', async () => {
  const from = (address: string) => newVisitor({ 'x-forwarded-for': address })
  for (let count = 0; count < 20; count++) {
    asNobody(from(`2001:db8:1:2::${count + 1}`))
    expect(await trySignIn(`v6-${count}@people.test`, 'guess')).toMatchObject({ message: REFUSED })
  }
  asNobody(from('2001:db8:1:2:ffff::1'))
  expect(await trySignIn('v6@people.test', 'guess')).toMatchObject(TOO_MANY)
  asNobody(from('2001:db8:1:3::1'))
  expect(await trySignIn('v6@people.test', 'guess')).toMatchObject({ message: REFUSED })
})

test('a hash of older parameters is replaced at the next sign-in', async () => {
  const hal = await person('hal')
  const old = await hash(password, { memoryCost: 8_192, timeCost: 2, parallelism: 1 })
  await rows('update "Password" set hash = $1 where "userId" = $2', [old, hal.id])
  asNobody()
  expect(await trySignIn(hal.email, password)).toEqual({ redirectTo: '/new' })
  const kept = await row<{ hash: string }>('select hash from "Password" where "userId" = $1', [hal.id])
  expect(kept.hash).toMatch(/m=19456,t=2,p=1/)
  asNobody()
  expect(await trySignIn(hal.email, password)).toEqual({ redirectTo: '/new' })
})

test('a new browser is told by mail; the first one ever and a known one are not', async () => {
  const ina = await person('ina')
  const mails = async () => (await mailTo(ina.email)).map(({ template }) => template)
  const home = asNobody()
  await trySignIn(ina.email, password)
  await trySignIn(ina.email, password)
  expect(await mails()).toEqual([])
  asNobody()
  await trySignIn(ina.email, password)
  expect(await mails()).toEqual(['new-sign-in'])
  asNobody(home)
  await trySignIn(ina.email, password)
  expect(await mails()).toEqual(['new-sign-in'])
})

test('signing in again makes another session and ends the one before; a planted token is never adopted', async () => {
  const jo = await person('jo')
  asNobody()
  await trySignIn(jo.email, password)
  const before = visitor().cookies.get('session')?.value
  await trySignIn(jo.email, password)
  const now = visitor().cookies.get('session')
  expect(now?.value).not.toBe(before)
  expect(now).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' })
  expect(await rows('select id from "Session" where "userId" = $1', [jo.id])).toHaveLength(1)

  visitor().cookies.set('session', { name: 'session', value: before ?? '' })
  expect(await findCaller(null)).toBeNull()
})

test('signed out is signed out, also for a copy of the cookie', async () => {
  const kit = await person('kit')
  asNobody()
  await trySignIn(kit.email, password)
  const stolen = visitor().cookies.get('session')
  expect(await outcome(() => signOut({}, form()))).toEqual({ redirectTo: '/sign-in?signed-out' })
  expect(hasSessionCookie()).toBe(false)
  visitor().cookies.set('session', { name: 'session', value: String(stolen?.value) })
  expect(await findCaller(null)).toBeNull()
  const events = await rows(`select action from "SecurityEvent" where "userId" = $1 order by at`, [kit.id])
  expect(events.map(({ action }) => action)).toEqual(['session.created', 'session.ended'])
})

test('a person who is disabled is out with the next request', async () => {
  const lou = await person('lou')
  asNobody()
  await trySignIn(lou.email, password)
  expect(await findCaller(null)).not.toBeNull()
  await rows('update "User" set "disabledAt" = now() where id = $1', [lou.id])
  expect(await findCaller(null)).toBeNull()
})

test('the browser keeps how somebody signed in, never who', async () => {
  const mia = await person('mia')
  asNobody()
  await trySignIn(mia.email, password)
  expect(visitor().cookies.get('last-method')?.value).toBe('password')
  for (const { value } of visitor().cookies.values()) expect(value).not.toContain('mia')
})
