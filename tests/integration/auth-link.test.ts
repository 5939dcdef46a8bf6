import { expect, test } from 'vitest'
import { signInWithCode, signInWithLink } from '@/app/(auth)/sign-in/link/actions'
import { asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { inside, visitor } from '@/tests/support/visitor'
import { askForLink, askToSignUp, goodPassword, hasSessionCookie, REFUSED, trySignIn } from './auth-journeys'

const follow = (token: string) => outcome(() => signInWithLink({}, form({ token })))
const type = (code: string) => outcome(() => signInWithCode({}, form({ code })))
const OVER = { message: expect.stringMatching(/does not work any more/) }
const ELSEWHERE = { message: expect.stringMatching(/only in the browser that asked/) }
const WRONG_CODE = { message: 'That code is not right, or its time is over.' }
const TOO_MANY = { message: expect.stringMatching(/^Too many tries\./) }

test('ada follows the link in the browser that asked; elsewhere it does nothing and stays whole', async () => {
  const ada = await person('ada')
  const browser = asNobody()
  expect(await askForLink(ada.email, { next: '/account' })).toEqual({ redirectTo: '/sign-in/link' })
  expect(hasSessionCookie()).toBe(false)
  const { token } = await newestMail(ada.email, 'sign-in-link')

  asNobody()
  expect(await follow(token)).toMatchObject(ELSEWHERE)
  await askForLink('somebody-else@people.test') // has asked for something, but not for this
  expect(await follow(token)).toMatchObject(ELSEWHERE)
  expect(hasSessionCookie()).toBe(false)

  asNobody(browser)
  expect(await follow(token)).toEqual({ redirectTo: '/account' })
  expect(hasSessionCookie()).toBe(true)
  expect(await follow(token)).toMatchObject(OVER)
})

test('the mail is read elsewhere, the code typed here, as people type', async () => {
  const bea = await person('bea')
  asNobody()
  await askForLink(bea.email)
  const { code, token } = await newestMail(bea.email, 'sign-in-link')
  expect(code).toMatch(/^[2-9B-Z]{8}$/)
  expect(await type(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).toEqual({ redirectTo: '/new' })
  expect(hasSessionCookie()).toBe(true)
  expect(await follow(token)).toMatchObject(OVER)
  expect(await type(code)).toMatchObject(WRONG_CODE)
})

test('a code that was read over a shoulder is worth nothing in another browser', async () => {
  const cleo = await person('cleo')
  const browser = asNobody()
  await askForLink(cleo.email)
  const { code } = await newestMail(cleo.email, 'sign-in-link')
  asNobody()
  expect(await type(code)).toMatchObject(WRONG_CODE)
  // nor with the note of what was asked, without the secret of the browser that asked
  visitor().cookies.set('asked', { name: 'asked', value: String(browser.cookies.get('asked')?.value) })
  expect(await type(code)).toMatchObject(WRONG_CODE)
  visitor().cookies.set('asking', { name: 'asking', value: 'a'.repeat(43) })
  expect(await type(code)).toMatchObject(WRONG_CODE)
  asNobody(browser)
  expect(await type(code)).toEqual({ redirectTo: '/new' })
})

test('five codes for one mail; the right one is too late then', async () => {
  const dora = await person('dora')
  asNobody()
  await askForLink(dora.email)
  const { code, token } = await newestMail(dora.email, 'sign-in-link')
  for (let count = 0; count < 5; count++) expect(await type('22222222')).toMatchObject(WRONG_CODE)
  expect(await type(code)).toMatchObject(TOO_MANY)
  expect(hasSessionCookie()).toBe(false)
  // also when the counters are gone
  await rows('delete from "RateLimit"')
  expect(await type(code)).toMatchObject(WRONG_CODE)
  expect(await follow(token)).toEqual({ redirectTo: '/new' })
})

test('ten codes an hour, however many mails', async () => {
  const eve = await person('eve')
  asNobody()
  for (let mail = 0; mail < 2; mail++) {
    await askForLink(eve.email)
    for (let count = 0; count < 5; count++) expect(await type('22222222')).toMatchObject(WRONG_CODE)
  }
  await askForLink(eve.email)
  const { code } = await newestMail(eve.email, 'sign-in-link')
  expect(await type(code)).toMatchObject(TOO_MANY)
})

test('an address without an account is asked for its code, and told the same', async () => {
  asNobody()
  expect(await askForLink('nobody@people.test')).toEqual({ redirectTo: '/sign-in/link' })
  expect(await mailTo('nobody@people.test')).toEqual([])
  for (let count = 0; count < 5; count++) expect(await type('22222222')).toMatchObject(WRONG_CODE)
  expect(await type('22222222')).toMatchObject(TOO_MANY)
})

test('only the newest link works, for ten minutes', async () => {
  const fay = await person('fay')
  asNobody()
  await askForLink(fay.email)
  const first = await newestMail(fay.email, 'sign-in-link')
  await askForLink(fay.email)
  const second = await newestMail(fay.email, 'sign-in-link')
  expect(await follow(first.token)).toMatchObject(OVER)
  const { left } = await row<{ left: number }>(
    `select extract(epoch from "expiresAt" - now())::int as left from "Token" where email = $1`,
    [fay.email],
  )
  expect(left).toBeGreaterThan(590)
  expect(left).toBeLessThanOrEqual(600)
  await rows(`update "Token" set "expiresAt" = now() where email = $1`, [fay.email])
  expect(await follow(second.token)).toMatchObject(OVER)
  expect(await type(second.code)).toMatchObject(WRONG_CODE)
})

test('twenty clicks and twenty codes at the same moment sign in once', async () => {
  const gil = await person('gil')
  const browser = asNobody()
  await askForLink(gil.email)
  const { token, code } = await newestMail(gil.email, 'sign-in-link')
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => inside(browser, () => (n % 5 === 0 ? type(code) : follow(token)))),
  )
  expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
  expect(
    await rows(`select id from "SecurityEvent" where "userId" = $1 and action = 'session.created'`, [gil.id]),
  ).toHaveLength(1)
})

test('a disabled person is mailed nothing, and a link from before does not work', async () => {
  const hal = await person('hal')
  asNobody()
  await askForLink(hal.email)
  const { token } = await newestMail(hal.email, 'sign-in-link')
  await rows('update "User" set "disabledAt" = now() where id = $1', [hal.id])
  expect(await follow(token)).toMatchObject(OVER)
  expect(await askForLink(hal.email)).toEqual({ redirectTo: '/sign-in/link' })
  expect(await mailTo(hal.email)).toHaveLength(1)
})

test('ina never verified: her link proves the address, and what mallory planted before goes', async () => {
  const mallory = asNobody()
  await askToSignUp('ina@people.test', { name: 'Mallory', password: 'mallory was here first' })
  const { id } = await row<{ id: string }>(`select id from "User" where email = 'ina@people.test'`)
  await rows(
    `insert into "Account" ("userId", type, issuer, subject) values ($1, 'oidc', 'https://idp.test', 'mallory')`,
    [id],
  )
  await rows(
    `insert into "Session" ("userId", "tokenDigest", method, "expiresAt") values ($1, 'x', 'oauth:oidc', now() + interval '1 day')`,
    [id],
  )
  const planted = await newestMail('ina@people.test', 'verify-email')

  asNobody()
  await askForLink('ina@people.test')
  expect(await follow((await newestMail('ina@people.test', 'sign-in-link')).token)).toEqual({ redirectTo: '/new' })

  expect(await rows('select 1 from "Account" where "userId" = $1', [id])).toEqual([])
  expect(await rows('select method from "Session" where "userId" = $1', [id])).toEqual([{ method: 'link' }])
  expect(await rows('select 1 from "Token" where "userId" = $1 and "usedAt" is null', [id])).toEqual([])
  asNobody(mallory)
  expect(await trySignIn('ina@people.test', 'mallory was here first')).toMatchObject({ message: REFUSED })
  const { verifyEmail } = await import('@/app/(auth)/verify-email/actions')
  expect(await outcome(() => verifyEmail({}, form({ token: planted.token })))).toMatchObject(OVER)
  expect(goodPassword).not.toBe('mallory was here first')
})
