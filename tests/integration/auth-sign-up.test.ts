import { expect, test } from 'vitest'
import { rejectSignUp, resendVerification, verifyEmail } from '@/app/(auth)/verify-email/actions'
import { asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { inside, newVisitor } from '@/tests/support/visitor'
import { askToSignUp, goodPassword, hasSessionCookie, REFUSED, trySignIn } from './auth-journeys'

const verify = (token: string) => outcome(() => verifyEmail({}, form({ token })))
const CHECK_MAIL = { redirectTo: '/verify-email?sent' }

test('ada signs up, opens the mail in the same browser and is in; before that she is not', async () => {
  asNobody()
  expect(await askToSignUp('ada@people.test', { next: '/invite/abc' })).toEqual(CHECK_MAIL)
  expect(hasSessionCookie()).toBe(false)
  expect(await row(`select "emailVerified", name from "User" where email = 'ada@people.test'`)).toEqual({
    emailVerified: null,
    name: 'Ada Lovelace',
  })
  expect(await rows('select * from "Password"')).toEqual([])

  const { token, props } = await newestMail('ada@people.test', 'verify-email')
  expect(JSON.stringify(props)).not.toContain('Ada') // whoever signs up chooses to whom it goes: nothing of theirs is in it
  expect(props.url).toBe(`http://localhost:3999/verify-email?token=${token}`)
  expect(await verify(token)).toEqual({ redirectTo: '/invite/abc' })
  expect(hasSessionCookie()).toBe(true)
  expect(await verify(token)).toMatchObject({ message: expect.stringMatching(/does not work any more/) })

  asNobody()
  expect(await trySignIn('ada@people.test', goodPassword)).toEqual({ redirectTo: '/new' })
})

test('opened in another browser the mail verifies, and signs nobody in', async () => {
  asNobody()
  await askToSignUp('bea@people.test')
  asNobody()
  expect(await verify((await newestMail('bea@people.test', 'verify-email')).token)).toEqual({
    redirectTo: '/sign-in?verified',
  })
  expect(hasSessionCookie()).toBe(false)
  expect(await trySignIn('bea@people.test', goodPassword)).toEqual({ redirectTo: '/new' })
})

test('mallory signs up with the address of cleo: her password never counts, whichever mail cleo opens', async () => {
  const mallory = asNobody()
  await askToSignUp('cleo@people.test', { name: 'Mallory', password: 'mallory was here first' })
  const planted = await newestMail('cleo@people.test', 'verify-email')
  const cleo = asNobody()
  await askToSignUp('cleo@people.test', { name: 'Cleo' })
  expect(await verify((await newestMail('cleo@people.test', 'verify-email')).token)).toEqual({ redirectTo: '/new' })

  expect(await row(`select name from "User" where email = 'cleo@people.test'`)).toEqual({ name: 'Cleo' })
  asNobody(mallory)
  expect(await verify(planted.token)).toMatchObject({ message: expect.stringMatching(/does not work any more/) })
  expect(await trySignIn('cleo@people.test', 'mallory was here first')).toMatchObject({ message: REFUSED })
  expect(hasSessionCookie()).toBe(false)
  asNobody(cleo)
  expect(await trySignIn('cleo@people.test', goodPassword)).toEqual({ redirectTo: '/new' })
})

test('“This wasn’t me” takes the attempt away, resent mails included', async () => {
  asNobody()
  await askToSignUp('dora@people.test')
  const first = await newestMail('dora@people.test', 'verify-email')
  expect(await resendVerification({}, form())).toMatchObject({ ok: true })
  const second = await newestMail('dora@people.test', 'verify-email')
  expect(second.token).not.toBe(first.token)
  asNobody()
  expect(await outcome(() => rejectSignUp({}, form({ token: second.token })))).toEqual({
    redirectTo: '/verify-email?rejected',
  })
  for (const { token } of [first, second]) {
    expect(await verify(token)).toMatchObject({ message: expect.stringMatching(/does not work any more/) })
  }
  expect(await trySignIn('dora@people.test', goodPassword)).toMatchObject({ message: REFUSED })
})

test('of twenty clicks at the same moment one verifies', async () => {
  const browser = asNobody()
  await askToSignUp('eve@people.test')
  const { token } = await newestMail('eve@people.test', 'verify-email')
  const answers = await Promise.all(Array.from({ length: 20 }, () => inside(browser, () => verify(token))))
  expect(answers.filter((answer) => 'redirectTo' in answer)).toEqual([{ redirectTo: '/new' }])
  const { id } = await row<{ id: string }>(`select id from "User" where email = 'eve@people.test'`)
  expect(await rows('select id from "Session" where "userId" = $1', [id])).toHaveLength(1)
  expect(
    await rows(`select id from "SecurityEvent" where "userId" = $1 and action = 'email.verified'`, [id]),
  ).toHaveLength(1)
})

test('an address that has an account: the same answer, and its owner hears of it', async () => {
  const fay = await person('fay')
  asNobody()
  expect(await askToSignUp(fay.email, { password: 'a password of a stranger' })).toEqual(CHECK_MAIL)
  expect((await mailTo(fay.email)).map(({ template }) => template)).toEqual(['already-registered'])
  // as for an address that is new: else mallory would sign up with it, sign in, and know
  expect(await trySignIn(fay.email, 'a password of a stranger')).toEqual(CHECK_MAIL)
  expect(hasSessionCookie()).toBe(false)
  expect((await mailTo(fay.email)).map(({ template }) => template)).toEqual([
    'already-registered',
    'already-registered',
  ])
  const stranger = asNobody()
  expect(await trySignIn(fay.email, 'a password of a stranger')).toMatchObject({ message: REFUSED })
  asNobody(stranger)
  expect(await trySignIn(fay.email, password)).toEqual({ redirectTo: '/new' })
})

test('what was chosen at a sign-up forgives no guesses at the account that has the address', async () => {
  const lou = await person('lou')
  asNobody()
  await askToSignUp(lou.email, { password: 'a password of a stranger' })
  for (let guess = 0; guess < 10; guess++) {
    if (guess === 5) await trySignIn(lou.email, 'a password of a stranger')
    await trySignIn(lou.email, `guess number ${guess}`)
  }
  expect(await trySignIn(lou.email, password)).toMatchObject({ message: expect.stringMatching(/^Too many tries/) })
}, 30_000)

test('the right password of a sign-up that is not verified yet brings the mail again in the browser that asked, and no session', async () => {
  const browser = asNobody()
  await askToSignUp('gil@people.test')
  asNobody()
  expect(await trySignIn('gil@people.test', goodPassword)).toMatchObject({ message: REFUSED })
  asNobody(browser)
  expect(await trySignIn('gil@people.test', 'not the password at all')).toMatchObject({ message: REFUSED })
  expect(await trySignIn('gil@people.test', goodPassword)).toEqual(CHECK_MAIL)
  expect(hasSessionCookie()).toBe(false)
  expect(await mailTo('gil@people.test')).toHaveLength(2)
  expect(await verify((await newestMail('gil@people.test', 'verify-email')).token)).toEqual({ redirectTo: '/new' })
  expect(hasSessionCookie()).toBe(true)
})

test('a link that is a day old, or of another kind, or made up, verifies nothing', async () => {
  asNobody()
  await askToSignUp('hal@people.test')
  const { token } = await newestMail('hal@people.test', 'verify-email')
  await rows(`update "Token" set "expiresAt" = now() - interval '1 second' where email = 'hal@people.test'`)
  const over = { message: expect.stringMatching(/does not work any more/) }
  expect(await verify(token)).toMatchObject(over)
  await rows(
    `update "Token" set "expiresAt" = now() + interval '1 hour', purpose = 'reset_password' where email = 'hal@people.test'`,
  )
  expect(await verify(token)).toMatchObject(over)
  expect(await verify('x'.repeat(43))).toMatchObject(over)
  expect(await verify("' or true --")).toMatchObject(over)
})

test('what cannot be an account says why, at its field', async () => {
  asNobody()
  expect(await askToSignUp('nobody', { name: ' ', password: 'short' })).toMatchObject({
    fieldErrors: { name: [expect.any(String)], email: [expect.any(String)], password: [expect.stringMatching(/12/)] },
    values: { email: 'nobody' },
  })
  expect(await askToSignUp('ina@people.test', { password: 'password1234' })).toMatchObject({
    fieldErrors: { password: [expect.stringMatching(/Many people/)] },
    values: { name: 'Ada Lovelace', email: 'ina@people.test' },
  })
  expect(await rows(`select id from "User" where email = 'ina@people.test'`)).toEqual([])
})

test('one mailbox is not flooded: the fourth mail in a minute waits, from wherever it is asked for', async () => {
  for (let count = 0; count < 3; count++) {
    asNobody()
    expect(await askToSignUp('jo@people.test')).toEqual(CHECK_MAIL)
  }
  asNobody()
  expect(await askToSignUp('jo@people.test')).toMatchObject({
    message: expect.stringMatching(/^Too many tries\. Try again in 1 minute/),
  })
  expect(await mailTo('jo@people.test')).toHaveLength(3)
})

test('in a moment, two people who sign up with one address make one account', async () => {
  const answers = await Promise.all([1, 2].map(() => inside(newVisitor(), () => askToSignUp('kit@people.test'))))
  expect(answers).toEqual([CHECK_MAIL, CHECK_MAIL])
  expect(await rows(`select id from "User" where email = 'kit@people.test'`)).toHaveLength(1)
})
