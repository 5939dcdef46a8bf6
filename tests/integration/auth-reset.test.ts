import { expect, test } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import { findCaller } from '@/lib/auth/context'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { inside, visitor } from '@/tests/support/visitor'
import { askForLink, hasSessionCookie, REFUSED, trySignIn } from './auth-journeys'

const forgot = (email: string) => outcome(() => forgotPassword({}, form({ email })))
const reset = (token: string, secret = 'a brand new password') =>
  outcome(() => resetPassword({}, form({ token, password: secret })))
const OVER = { message: expect.stringMatching(/does not work any more/) }
const SENT = { redirectTo: '/forgot-password?sent' }

test('the page that ada came for is there after the reset as well, and no other site’s', async () => {
  const ada = await person('ada')
  const land = async (next: string) => {
    asNobody()
    await outcome(() => forgotPassword({}, form({ email: ada.email, next })))
    return reset((await newestMail(ada.email, 'reset-password')).token)
  }
  expect(await land('/o/acme?a=1&b=2')).toEqual({ redirectTo: '/sign-in?reset&next=%2Fo%2Facme%3Fa%3D1%26b%3D2' })
  expect(await land('https://evil.test/')).toEqual({ redirectTo: '/sign-in?reset' })
})

test('ada chooses a new password: the old one and every session are over, and she is told', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await findCaller(null)).not.toBeNull()
  const somewhere = asNobody()
  expect(await forgot(ada.email)).toEqual(SENT)
  const { token, props } = await newestMail(ada.email, 'reset-password')
  expect(new Date(String(props.expiresAt)).getTime() - Date.now()).toBeLessThanOrEqual(30 * 60_000)

  asNobody()
  expect(await reset(token)).toEqual({ redirectTo: '/sign-in?reset' })
  expect(hasSessionCookie()).toBe(false)
  await as(ada)
  expect(await findCaller(null)).toBeNull()
  expect((await mailTo(ada.email)).at(-1)?.template).toBe('password-changed')

  asNobody(somewhere)
  expect(await trySignIn(ada.email, password)).toMatchObject({ message: REFUSED })
  expect(await trySignIn(ada.email, 'a brand new password')).toEqual({ redirectTo: '/new' })
})

test('an address without an account hears the same, and so does a disabled one', async () => {
  const bea = await person('bea')
  await rows('update "User" set "disabledAt" = now() where id = $1', [bea.id])
  asNobody()
  expect(await forgot('nobody@people.test')).toEqual(SENT)
  expect(await forgot(bea.email)).toEqual(SENT)
  expect([...(await mailTo('nobody@people.test')), ...(await mailTo(bea.email))]).toEqual([])
})

test('a reset link works once, also when it is sent twenty times at once', async () => {
  const cleo = await person('cleo')
  const browser = asNobody()
  await forgot(cleo.email)
  const { token } = await newestMail(cleo.email, 'reset-password')
  const answers = await Promise.all(Array.from({ length: 20 }, () => inside(browser, () => reset(token))))
  expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
  expect((await mailTo(cleo.email)).filter(({ template }) => template === 'password-changed')).toHaveLength(1)
  expect(await reset(token)).toMatchObject(OVER)
})

test('a weak password uses nothing up', async () => {
  const dora = await person('dora')
  asNobody()
  await forgot(dora.email)
  const { token } = await newestMail(dora.email, 'reset-password')
  expect(await reset(token, 'short')).toMatchObject({ fieldErrors: { password: [expect.stringMatching(/12/)] } })
  expect(await reset(token, 'dora@people.test')).toMatchObject({
    fieldErrors: { password: [expect.stringMatching(/your name/)] },
  })
  expect(await reset(token)).toEqual({ redirectTo: '/sign-in?reset' })
})

test('a link of another kind, or half an hour old, resets nothing', async () => {
  const eve = await person('eve')
  asNobody()
  await askForLink(eve.email)
  expect(await reset((await newestMail(eve.email, 'sign-in-link')).token)).toMatchObject(OVER)
  await forgot(eve.email)
  const { token } = await newestMail(eve.email, 'reset-password')
  await rows(`update "Token" set "expiresAt" = now() where email = $1`, [eve.email])
  expect(await reset(token)).toMatchObject(OVER)
})

test('every other link in the mailbox is void after a reset', async () => {
  const fay = await person('fay')
  asNobody()
  await forgot(fay.email)
  const first = await newestMail(fay.email, 'reset-password')
  await forgot(fay.email)
  const second = await newestMail(fay.email, 'reset-password')
  expect(await reset(second.token)).toEqual({ redirectTo: '/sign-in?reset' })
  expect(await reset(first.token, 'yet another password')).toMatchObject(OVER)
})

test('a reset proves the address, and opens the door that strangers closed', async () => {
  const gil = await person('gil', { verified: false })
  for (let count = 0; count < 10; count++) {
    asNobody()
    await trySignIn(gil.email, `guess ${count}`)
  }
  asNobody()
  await forgot(gil.email)
  await reset((await newestMail(gil.email, 'reset-password')).token)
  expect((await row('select "emailVerified" from "User" where id = $1', [gil.id])).emailVerified).not.toBeNull()
  expect(await trySignIn(gil.email, 'a brand new password')).toEqual({ redirectTo: '/new' })
  expect(visitor().cookies.has('session')).toBe(true)
})
