import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import { signInWithCode, signInWithLink } from '@/app/(auth)/sign-in/link/actions'
import { addAddress } from '@/app/account/address-actions'
import { confirmIdentity, mailStepUpCode } from '@/app/account/confirm/actions'
import type { ActionState } from '@/lib/access/action-state'
import { gateOf } from '@/lib/access/entrance'
import { consume, type Limit, limits } from '@/lib/access/rate-limit'
import { respond } from '@/lib/access/routes'
import { judgeTry } from '@/lib/auth/sign-in-limits'
import { AppError } from '@/lib/errors'
import { ipBucket } from '@/lib/request'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { listEntrances } from '@/tests/support/entrances'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { inside, newVisitor, visitor } from '@/tests/support/visitor'
import { until } from '@/tests/support/wait'
import { askForLink, askToSignUp, goodPassword, REFUSED, trySignIn } from './auth-journeys'

const TOO_MANY = expect.stringMatching(/^Too many tries\. Try again in \d+ minutes?\.$/)

const points = (name: Limit, key?: string) =>
  rows<{ points: number }>('select points from "RateLimit" where key like $1', [`${name}:${key ?? '%'}`])

type Submit = (state: ActionState, form: FormData) => Promise<ActionState>

const open: { name: string; limit: Limit; submit: Submit }[] = []
for (const { kind, name, file, exported } of listEntrances()) {
  if (kind !== 'action') continue
  const module: Record<string, unknown> = await import(/* @vite-ignore */ path.resolve(file))
  const gate = gateOf(module[exported])
  if (gate?.kind === 'public') open.push({ name, limit: gate.limit as Limit, submit: module[exported] as Submit })
}

test.each(open)('$name counts each IP address, and says when to come back ($limit)', async ({ limit, submit }) => {
  const { address } = asNobody()
  await consume(limit, ipBucket(address), limits[limit].points)
  expect(await outcome(() => submit({}, form({})))).toMatchObject({ message: TOO_MANY })
  asNobody()
  expect(await outcome(() => submit({}, form({})))).not.toMatchObject({ message: TOO_MANY })
})

test('a JSON answer says in its header when to come back', async () => {
  await consume('lookUp', 'somebody', limits.lookUp.points)
  const answer = await respond(async () => Response.json(await consume('lookUp', 'somebody')))
  expect(answer.status).toBe(429)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(limits.lookUp.duration)
  expect(await answer.json()).toMatchObject({ status: 429, detail: TOO_MANY })
})

test('an office signs in at nine o’clock: fifty people behind one address, at the same moment', async () => {
  const people = await Promise.all(Array.from({ length: 50 }, () => person('nina')))
  const office = newVisitor().address
  const answers = await Promise.all(
    people.map(({ email }) => inside(newVisitor({ 'x-forwarded-for': office }), () => trySignIn(email, password))),
  )
  expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(50)
  // and nothing of it is left to count against whoever comes next
  asNobody(newVisitor({ 'x-forwarded-for': office }))
  for (let count = 0; count < 20; count++)
    expect(await trySignIn(`office-${count}@people.test`, 'a guess')).toMatchObject({ message: REFUSED })
  expect(await trySignIn('office@people.test', 'a guess')).toMatchObject({ message: TOO_MANY })
}, 60_000)

test('fifty guesses from one address at the same moment are twenty guesses, whatever the accounts', async () => {
  const { address } = newVisitor()
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      inside(newVisitor({ 'x-forwarded-for': address }), () => trySignIn(`stuffed-${n}@people.test`, 'a guess')),
    ),
  )
  expect(answers.filter((answer) => 'message' in answer && answer.message === REFUSED)).toHaveLength(20)
  expect(answers.filter((answer) => 'message' in answer && /^Too many/.test(answer.message ?? ''))).toHaveLength(30)
}, 60_000)

test('a try that could not be judged is no try', async () => {
  const request = { id: 'test', ip: '198.18.77.7', userAgent: null }
  const fails = () =>
    judgeTry({ email: 'busy@people.test', request, knownDeviceId: null }, async () => {
      throw new AppError('UNAVAILABLE', 'Many people are signing in right now.')
    })
  for (let count = 0; count < 25; count++) await expect(fails()).rejects.toThrow('Many people')
  asNobody(newVisitor({ 'x-forwarded-for': request.ip }))
  expect(await trySignIn('busy@people.test', 'a guess')).toMatchObject({ message: REFUSED })
})

test('what was counted for a mail that we could not send is taken back', async () => {
  asNobody()
  const before = await points('mailPerAddressHour')
  await rows('alter table "Token" rename to "Token away"')
  for (let count = 0; count < 5; count++) await expect(askForLink('unlucky@people.test')).rejects.toThrow()
  await rows('alter table "Token away" rename to "Token"')
  const counted = async () => (await points('mailPerAddressHour')).reduce((sum, { points }) => sum + points, 0)
  const expected = before.reduce((sum, { points }) => sum + points, 0)
  await until('the refunds', async () => (await counted()) === expected)
  for (let count = 0; count < 3; count++)
    expect(await askForLink('unlucky@people.test')).toEqual({ redirectTo: '/sign-in/link' })
  expect(await askForLink('unlucky@people.test')).toMatchObject({ message: TOO_MANY })
})

test('what one limit refuses is not counted by the others', async () => {
  const { address } = asNobody()
  for (let count = 0; count < 3; count++) await askForLink('often@people.test')
  for (let count = 0; count < 5; count++)
    expect(await askForLink('often@people.test')).toMatchObject({ message: TOO_MANY })
  await consume('mailPerIp', ipBucket(address), limits.mailPerIp.points - 3)
  expect(await askForLink('other@people.test')).toMatchObject({ message: TOO_MANY })
})

describe('eve is under attack from everywhere', () => {
  let eve: Awaited<ReturnType<typeof person>>
  let home: ReturnType<typeof newVisitor>

  beforeAll(async () => {
    eve = await person('eve')
    home = asNobody()
    expect(await trySignIn(eve.email, password)).toEqual({ redirectTo: '/new' })
    home.cookies.delete('session')
    for (let count = 0; count < 12; count++) await inside(newVisitor(), () => trySignIn(eve.email, `guess ${count}`))
  })

  test('a stranger is told to wait, also one who guesses right', async () => {
    asNobody()
    expect(await trySignIn(eve.email, password)).toMatchObject({ message: 'Too many tries. Try again in 15 minutes.' })
  })

  test('she signs in where she has signed in before', async () => {
    asNobody(home)
    expect(await trySignIn(eve.email, password)).toEqual({ redirectTo: '/new' })
  })

  test('she signs in anywhere by a link', async () => {
    asNobody()
    await askForLink(eve.email)
    const { token } = await newestMail(eve.email, 'sign-in-link')
    expect(await outcome(() => signInWithLink({}, form({ token })))).toEqual({ redirectTo: '/new' })
  })

  test('when strangers use her mails up she still gets a reset link, and with it a new start', async () => {
    for (let minute = 0; minute < 4; minute++) {
      for (let count = 0; count < 3; count++) await inside(newVisitor(), () => askForLink(eve.email))
      await rows(`update "RateLimit" set expire = 1 where key like 'mailPerAddressMinute:%'`)
    }
    asNobody()
    expect(await askForLink(eve.email)).toMatchObject({ message: TOO_MANY })
    const ask = () => outcome(() => forgotPassword({}, form({ email: eve.email })))
    expect(await ask()).toEqual({ redirectTo: '/forgot-password?sent' })
    // no flood: the one in the mailbox works until the next may be asked for
    expect(await ask()).toMatchObject({ message: TOO_MANY })
    expect((await mailTo(eve.email)).filter(({ template }) => template === 'reset-password')).toHaveLength(1)
    const { token } = await newestMail(eve.email, 'reset-password')
    const { left } = await row<{ left: boolean }>(
      `select "expiresAt" > to_timestamp((select max(expire) from "RateLimit" where key like 'resetPerAddress:%') / 1000.0) - interval '5 seconds' as left
         from "Token" where purpose = 'reset_password' and email = $1`,
      [eve.email],
    )
    expect(left).toBe(true)
    const fresh = { token, password: goodPassword }
    expect(await outcome(() => resetPassword({}, form(fresh)))).toEqual({ redirectTo: '/sign-in?reset' })
    asNobody()
    expect(await trySignIn(eve.email, goodPassword)).toEqual({ redirectTo: '/new' })
  })
})

test('an address that nobody has is counted like one that somebody has', async () => {
  asNobody()
  const ask = () => outcome(() => forgotPassword({}, form({ email: 'nobody-at-all@people.test' })))
  for (let count = 0; count < 3; count++) expect(await ask()).toEqual({ redirectTo: '/forgot-password?sent' })
  expect(await ask()).toMatchObject({ message: TOO_MANY })
  expect(await askToSignUp('nobody-at-all@people.test')).toMatchObject({ message: TOO_MANY })
  expect(visitor().cookies.has('session')).toBe(false)
})

describe('strangers use all the mails to an address up', () => {
  async function flood(email: string) {
    asNobody()
    for (let count = 0; count < 3; count++) await askForLink(email)
    asNobody()
    expect(await askForLink(email)).toMatchObject({ message: TOO_MANY })
  }

  test('a link is mailed to the browser that the person knows', async () => {
    const una = await person('una')
    const known = asNobody()
    await trySignIn(una.email, password)
    await flood(una.email)
    asNobody(known)
    known.cookies.delete('session')
    expect(await askForLink(una.email)).toEqual({ redirectTo: '/sign-in/link' })
  })

  test('a code is typed in the browser that the person knows, whatever strangers have typed', async () => {
    const [una, known] = [await person('una'), asNobody()]
    await trySignIn(una.email, password)
    known.cookies.delete('session')
    const type = (code: string) => outcome(() => signInWithCode({}, form({ code })))
    asNobody()
    for (let mail = 0; mail < 2; mail++) {
      await askForLink(una.email)
      for (let guess = 0; guess < 5; guess++) await type('22222222')
    }
    await askForLink(una.email)
    expect(await type(String((await newestMail(una.email, 'sign-in-link')).props.code))).toMatchObject({
      message: TOO_MANY,
    })
    asNobody(known)
    await askForLink(una.email)
    expect(await type(String((await newestMail(una.email, 'sign-in-link')).props.code))).toEqual({ redirectTo: '/new' })
  })

  test('that browser’s other people gain nothing by it', async () => {
    const una = await person('una')
    const mallory = await person('mallory')
    const hers = asNobody()
    await trySignIn(mallory.email, password)
    await flood(una.email)
    asNobody(hers)
    expect(await askForLink(una.email)).toMatchObject({ message: TOO_MANY })
  })

  test('a code to confirm with is mailed to whoever is signed in', async () => {
    const una = await person('una', { password: null })
    await flood(una.email)
    await as(una)
    expect(await outcome(() => mailStepUpCode({}, form({})))).toMatchObject({ ok: true })
  })
})

test('codes of several mails are counted together: ten an hour confirm nothing', async () => {
  const una = await person('una', { password: null })
  await as(una)
  await consume('codePerAccount', `step-up ${una.id}`, 10)
  expect(await outcome(() => confirmIdentity({}, form({ proof: 'mail', code: '22222222' })))).toMatchObject({
    message: TOO_MANY,
  })
})

test('nobody floods a stranger’s mailbox by calling it their own', async () => {
  const victim = await person('victim')
  const add = () => outcome(() => addAddress({}, form({ address: victim.email })))
  for (const name of ['mallory', 'mallet']) {
    await as(await person(name))
    await rows('update "Session" set "stepUpAt" = now()')
    if (name === 'mallory') for (let count = 0; count < 3; count++) expect(await add()).toMatchObject({ ok: true })
    expect(await add()).toMatchObject({ message: TOO_MANY })
  }
  expect(await mailTo(victim.email)).toEqual([])
})
