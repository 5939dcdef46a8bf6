import { expect, test } from 'vitest'
import { asNobody } from '@/tests/support/as'
import { Authenticator } from '@/tests/support/authenticator'
import { row, rows } from '@/tests/support/database'
import { givePasskey } from '@/tests/support/passkeys'
import { person } from '@/tests/support/people'
import { inside, visitor } from '@/tests/support/visitor'
import { until } from '@/tests/support/wait'
import { hasSessionCookie } from './auth-journeys'
import { askForPasskey, sendPasskey } from './passkey-visit'

const REFUSED = "We couldn't sign you in with that passkey."
const LATE = 'That took too long, or was used already. Please try again.'

test('ada signs in with a passkey and nothing else, which counts for two factors', async () => {
  const ada = await person('ada')
  await row(
    `insert into "AuthenticatorApp" ("userId", secret, "confirmedAt") values ($1, 'x', now()) returning "userId"`,
    [ada.id],
  )
  const key = await givePasskey(ada)
  asNobody()
  expect(await sendPasskey(key.get(await askForPasskey()), { next: '/invite/abc' })).toEqual({
    redirectTo: '/invite/abc',
  })
  expect(hasSessionCookie()).toBe(true)
  expect(visitor().cookies.get('last-method')?.value).toBe('passkey')
  expect(
    await row(`select method, "secondFactor", "secondFactorAt" from "Session" where "userId" = $1`, [ada.id]),
  ).toEqual({ method: 'passkey', secondFactor: 'passkey', secondFactorAt: expect.any(Date) })
})

test('everybody is asked the same: nothing tells whether anybody here has a passkey', async () => {
  const bea = await person('bea')
  await givePasskey(bea)
  asNobody()
  const { challenge, ...first } = await askForPasskey()
  asNobody(bea.visitor)
  const { challenge: another, ...second } = await askForPasskey()
  expect(second).toEqual(first)
  expect(first).toMatchObject({ rpId: 'localhost', userVerification: 'required', timeout: 300_000 })
  expect(first.allowCredentials).toBeUndefined()
  expect(another).not.toBe(challenge)
})

test('an answer works once, in the browser that was asked, for five minutes', async () => {
  const cleo = await person('cleo')
  const key = await givePasskey(cleo)
  const hers = asNobody()
  const request = await askForPasskey()
  asNobody()
  expect(await sendPasskey(key.get(request))).toMatchObject({ message: LATE }) // no secret in this browser
  await askForPasskey()
  expect(await sendPasskey(key.get(request))).toMatchObject({ message: LATE }) // another secret
  asNobody(hers)
  const credential = key.get(request)
  expect(await sendPasskey(credential)).toEqual({ redirectTo: '/new' })
  expect(await sendPasskey(credential)).toMatchObject({ message: LATE })

  asNobody(hers)
  const late = await askForPasskey()
  await rows(`update "PasskeyChallenge" set "expiresAt" = now() - interval '1 second'`)
  expect(await sendPasskey(key.get(late))).toMatchObject({ message: LATE })
})

test('of twenty copies at the same moment one signs in', async () => {
  const dora = await person('dora')
  const key = await givePasskey(dora)
  const browser = asNobody()
  const credential = key.get(await askForPasskey())
  const answers = await Promise.all(Array.from({ length: 20 }, () => inside(browser, () => sendPasskey(credential))))
  expect(answers.filter((one) => 'redirectTo' in one)).toHaveLength(1)
  expect(await rows('select id from "Session" where "userId" = $1', [dora.id])).toHaveLength(1)
})

test('a wrong answer uses the challenge up', async () => {
  const eve = await person('eve')
  const key = await givePasskey(eve)
  asNobody()
  const request = await askForPasskey()
  expect(await sendPasskey(key.get(request, { origin: 'https://evil.test' }))).toMatchObject({ message: REFUSED })
  expect(await sendPasskey(key.get(request))).toMatchObject({ message: LATE })
  const refused = () =>
    rows(`select details from "SecurityEvent" where "userId" = $1 and action = 'session.refused'`, [eve.id])
  expect(await until('the event', async () => (await refused())[0])).toEqual({ details: { method: 'passkey' } })
})

test.each([
  ['made at another origin', { origin: 'http://localhost:4000' }],
  ['made for another host', { rpId: 'evil.test' }],
  ['made in a frame', { crossOrigin: true }],
  ['of a creation', { type: 'webauthn.create' }],
  ['whose holder was not verified', { verified: false }],
  ['with somebody else’s handle', { userHandle: 'A'.repeat(22) }],
  ['without a handle', { userHandle: null }],
  ['to a challenge that nobody gave', { challenge: 'x'.repeat(43) }],
])('an answer %s signs nobody in', async (_what, twist) => {
  const fay = await person('fay')
  const key = await givePasskey(fay)
  asNobody()
  expect(await sendPasskey(key.get(await askForPasskey(), twist))).toMatchObject({ message: expect.any(String) })
  expect(hasSessionCookie()).toBe(false)
})

test('a key that counts backwards is refused, and stays refused until it counts on', async () => {
  const gil = await person('gil')
  const key = await givePasskey(gil, new Authenticator({ synced: false }))
  const sign = async (counter: number) => {
    asNobody()
    return sendPasskey(key.get(await askForPasskey(), { counter }))
  }
  expect(await sign(5)).toEqual({ redirectTo: '/new' })
  expect(await sign(5)).toMatchObject({ message: REFUSED })
  expect(await sign(4)).toMatchObject({ message: REFUSED })
  expect(await sign(6)).toEqual({ redirectTo: '/new' })
})

test('an unknown passkey, somebody disabled, and an address that nobody proved get the same sentence', async () => {
  asNobody()
  const stranger = new Authenticator()
  stranger.madeFor('00000000-0000-4000-8000-000000000000')
  expect(await sendPasskey(stranger.get(await askForPasskey()))).toMatchObject({
    message: REFUSED,
    // the browser may forget it
    signal: { unknown: { rpID: 'localhost', credentialID: stranger.id.toString('base64url') } },
  })
  const hal = await person('hal')
  const ina = await person('ina', { verified: false })
  for (const someone of [hal, ina]) {
    const key = await givePasskey(someone)
    await rows('update "User" set "disabledAt" = now() where id = $1', [hal.id])
    asNobody()
    const refused = await sendPasskey(key.get(await askForPasskey()))
    expect(refused).toMatchObject({ message: REFUSED })
    expect(refused).not.toHaveProperty('signal')
    expect(hasSessionCookie()).toBe(false)
  }
})

test('what no browser sends is refused', async () => {
  asNobody()
  await askForPasskey()
  for (const credential of ['', '{}', 'null', '{"id":1}', '<script>', 'x'.repeat(70_000)])
    expect(await sendPasskey(credential)).toMatchObject({ message: REFUSED })
})
