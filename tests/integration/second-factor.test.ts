import { expect, test } from 'vitest'
import { confirmIdentity } from '@/app/account/confirm/actions'
import { disableTwoFactor, regenerateRecoveryCodes } from '@/app/account/security/two-factor-actions'
import { findCaller } from '@/lib/auth/context'
import { changeUser, describeUser } from '@/lib/auth/operator'
import { sealer } from '@/lib/seal'
import { as, asNobody, asOne } from '@/tests/support/as'
import { AuthenticatorApp, codesAreFresh } from '@/tests/support/authenticator-app'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { givePasskey } from '@/tests/support/passkeys'
import { type Person, password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { newVisitor, visitor } from '@/tests/support/visitor'
import { trySignIn } from './auth-journeys'
import { begin, confirm, enrol, half, look, type, typeRecoveryCode } from './two-factor-journeys'

const off = (fields: Record<string, string> = {}) => outcome(() => disableTwoFactor({}, form(fields)))
const renew = () => outcome(() => regenerateRecoveryCodes({}, form({})))
const ASKED = (...stepUp: string[]) => ({ message: 'Please confirm that it is you.', stepUp })
const NOT_THE_CODE = { message: 'The app is not switched on yet.', fieldErrors: { code: [expect.any(String)] } }
const later = ({ id }: Person) =>
  rows(
    `update "Session" set "provedAt" = "provedAt" - interval '10 minutes', "secondFactorAt" = "secondFactorAt" - interval '10 minutes',
       "stepUpAt" = "stepUpAt" - interval '10 minutes' where "userId" = $1`,
    [id],
  )
const changes = async ({ email }: Person) =>
  (await mailTo(email)).filter(({ template }) => template === 'second-factor-changed').map(({ props }) => props.change)
const events = async ({ id }: Person) =>
  (
    await rows<{ action: string }>(
      `select action from "SecurityEvent" where "userId" = $1 and action ~ 'factor|recovery' order by at`,
      [id],
    )
  ).map(({ action }) => action)

test('ada sets her app up: a secret to scan, a code to prove it, ten codes once; she is told', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await look()).toEqual({ since: null, codesLeft: 0, setUp: null })
  expect(await begin()).toEqual({ redirectTo: '/account/security/two-factor' })
  const { setUp } = await look()
  const uri = new URL(setUp?.uri ?? '')
  expect(uri.protocol + uri.host + decodeURIComponent(uri.pathname)).toBe(`otpauth:totp/Atrium:${ada.email}`)
  expect(uri.searchParams.get('secret')).toBe(setUp?.secret)
  expect(uri.searchParams.get('issuer')).toBe('Atrium')

  const app = new AuthenticatorApp(setUp?.secret ?? '')
  const before = visitor().cookies.get('session')?.value
  const answer = await confirm(` ${app.code().slice(0, 3)} ${app.code().slice(3)}`)
  expect(answer).toMatchObject({ ok: true })
  const codes = 'reveal' in answer ? (answer.reveal ?? '').split('\n') : []
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([2-9B-DF-HJKMNP-TV-Z]{4}-){5}[2-9B-DF-HJKMNP-TV-Z]{4}$/)

  // the session knows its second factor by now, and goes on under a new token
  expect(visitor().cookies.get('session')?.value).not.toBe(before)
  expect(await row('select "secondFactor" from "Session" where "userId" = $1', [ada.id])).toEqual({
    secondFactor: 'app',
  })
  expect(await look()).toEqual({ since: expect.any(Date), codesLeft: 10, setUp: null })
  expect(await changes(ada)).toEqual(['enabled'])
  expect(await events(ada)).toEqual(['second_factor.enabled'])
})

test('until a code fitted nothing is asked for, and no secret is in the table', async () => {
  const bea = await person('bea')
  await as(bea)
  await begin()
  const { setUp } = await look()
  const app = new AuthenticatorApp(setUp?.secret ?? '')
  for (const code of ['000000', '12345', 'abcdef', app.code(-3), app.code(3)])
    expect(await confirm(code)).toMatchObject(NOT_THE_CODE)
  expect(await confirm('')).toMatchObject({ fieldErrors: { code: ['Enter the code that your app shows.'] } })
  asNobody()
  expect(await trySignIn(bea.email, password)).toEqual({ redirectTo: '/new' })

  const kept = await row<{ secret: string }>('select secret from "AuthenticatorApp" where "userId" = $1', [bea.id])
  expect(kept.secret).toMatch(/^v1\./)
  expect(kept.secret).not.toContain(app.secret)
})

test('a sealed secret in the row of somebody else opens for nobody', async () => {
  const [cleo, mallory] = [await person('cleo'), await person('mallory')]
  await enrol(cleo)
  const { app } = await enrol(mallory)
  await rows(
    `update "AuthenticatorApp" set secret = (select secret from "AuthenticatorApp" where "userId" = $2) where "userId" = $1`,
    [cleo.id, mallory.id],
  )
  await half(cleo)
  expect(await type(app.code())).toMatchObject({ fieldErrors: { code: [expect.any(String)] } })
})

test('a code for the secret of another tab’s start is told apart from a wrong one', async () => {
  const gus = await person('gus')
  await as(gus)
  await begin()
  const before = (await look()).setUp
  await begin()
  const { setUp } = await look()
  const stale = { started: before?.started ?? '' }
  expect(await confirm(new AuthenticatorApp(before?.secret ?? '').code(), stale)).toMatchObject({
    message: expect.stringMatching(/started anew somewhere else/),
  })
  const app = new AuthenticatorApp(setUp?.secret ?? '')
  expect(await confirm(app.code(), { started: setUp?.started ?? '' })).toMatchObject({ ok: true })
})

test('an app that was sealed with a secret of ours that is gone is said to be wrong, and a recovery code lets in', async () => {
  const dan = await person('dan')
  const { app, codes } = await enrol(dan)
  const lost = sealer(['the-secret-of-last-year-which-is-long-too']).seal(app.secret, `totp:${dan.id}`)
  await rows('update "AuthenticatorApp" set secret = $2 where "userId" = $1', [dan.id, lost])
  await half(dan)
  expect(await type(app.code())).toMatchObject({ fieldErrors: { code: [expect.any(String)] } })
  expect(await typeRecoveryCode(codes[0] ?? '')).toEqual({ redirectTo: '/new' })

  const eva = await person('eva')
  await as(eva)
  await begin()
  const { setUp } = await look()
  await rows('update "AuthenticatorApp" set secret = $2 where "userId" = $1', [eva.id, lost])
  expect((await look()).setUp).toBeNull()
  expect(await confirm(new AuthenticatorApp(setUp?.secret ?? '').code())).toMatchObject({
    message: expect.stringMatching(/reload the page/),
  })
})

test('an app is sealed anew when its code is used', async () => {
  const fred = await person('fred')
  const { app } = await enrol(fred)
  const sealed = async () =>
    (await row<{ secret: string }>('select secret from "AuthenticatorApp" where "userId" = $1', [fred.id])).secret
  const before = await sealed()
  await half(fred)
  expect(await type(app.code())).toEqual({ redirectTo: '/new' })
  expect(await sealed()).not.toBe(before)
  await codesAreFresh(fred)
  await half(fred)
  expect(await type(app.code())).toEqual({ redirectTo: '/new' })
})

test('the secret is shown while it is set up, to a session that has just confirmed, and each start makes another', async () => {
  const dora = await person('dora')
  await as(dora)
  await begin()
  const first = (await look()).setUp?.secret ?? ''
  await later(dora)
  expect((await look()).setUp).toBeNull()
  expect(await begin()).toMatchObject(ASKED('password'))
  expect(await confirm(new AuthenticatorApp(first).code())).toMatchObject(ASKED('password'))
  await outcome(() => confirmIdentity({}, form({ proof: 'password', password })))
  await begin()
  const second = (await look()).setUp?.secret ?? ''
  expect(second).not.toBe(first)
  expect(await confirm(new AuthenticatorApp(first).code())).toMatchObject(NOT_THE_CODE)
  expect(await confirm(new AuthenticatorApp(second).code())).toMatchObject({ ok: true })
  expect(await begin()).toMatchObject({ message: 'Your authenticator app is switched on already.' })
  expect(await confirm(new AuthenticatorApp(second).code(1))).toMatchObject({
    message: expect.stringMatching(/already/),
  })
})

test('whoever sits at a screen guesses ten times an hour, not more', async () => {
  const eve = await person('eve')
  await as(eve)
  await begin()
  for (let count = 0; count < 10; count++) expect(await confirm('000000')).toMatchObject(NOT_THE_CODE)
  const { setUp } = await look()
  expect(await confirm(new AuthenticatorApp(setUp?.secret ?? '').code())).toMatchObject({
    message: expect.stringMatching(/^Too many tries\./),
  })
})

test('switched on, with a tick everybody else is signed out', async () => {
  const fay = await person('fay')
  const elsewhere = asNobody()
  await trySignIn(fay.email, password)
  await as(fay)
  await begin()
  await confirm(new AuthenticatorApp((await look()).setUp?.secret ?? '').code(), { elsewhere: 'on' })
  expect(await findCaller(null)).not.toBeNull()
  asNobody(elsewhere)
  expect(await findCaller(null)).toBeNull()
})

test('new codes void the old ones; both asked for by the app, not by the password', async () => {
  const gil = await person('gil')
  const { app, codes } = await enrol(gil)
  await later(gil)
  expect(await renew()).toMatchObject(ASKED('app'))
  expect(await outcome(() => confirmIdentity({}, form({ proof: 'password', password })))).toMatchObject({
    message: expect.stringMatching(/stronger way/),
  })
  expect(await outcome(() => confirmIdentity({}, form({ proof: 'app', code: app.code() })))).toEqual({ ok: true })
  const answer = await renew()
  const fresh = 'reveal' in answer ? (answer.reveal ?? '').split('\n') : []
  expect(fresh.filter((code) => codes.includes(code))).toEqual([])
  expect(await changes(gil)).toEqual(['enabled', 'codes-regenerated'])

  await half(gil)
  expect(await typeRecoveryCode(codes[0] ?? '')).toMatchObject({ fieldErrors: { code: [expect.any(String)] } })
  expect(await typeRecoveryCode(fresh[0] ?? '')).toEqual({ redirectTo: '/new' })
  const used = await newestMail(gil.email, 'second-factor-changed')
  expect(used.props).toMatchObject({ change: 'recovery-code-used', left: 9 })
  expect(await events(gil)).toEqual([
    'second_factor.enabled',
    'recovery_codes.regenerated',
    'second_factor.refused',
    'recovery_code.used',
  ])
})

test('of twenty who use one recovery code to confirm, one does', async () => {
  const hal = await person('hal')
  const { codes } = await enrol(hal)
  await later(hal)
  const spend = () => outcome(() => confirmIdentity({}, form({ proof: 'recovery-code', code: codes[3] ?? '' })))
  const answers = await Promise.all(Array.from({ length: 20 }, () => asOne(hal, spend)))
  expect(answers.filter((answer) => 'ok' in answer && answer.ok)).toHaveLength(1)
  expect(
    await row('select count(*)::int left from "RecoveryCode" where "userId" = $1 and "usedAt" is null', [hal.id]),
  ).toEqual({ left: 9 })
})

test('switched off: no code is asked for, none works, no browser is remembered; told, and only after confirming', async () => {
  const ida = await person('ida')
  const { app, codes } = await enrol(ida)
  await half(ida)
  await type(app.code(), { remember: 'on' })
  await as(ida)
  await later(ida)
  expect(await off()).toMatchObject(ASKED('app'))
  await codesAreFresh(ida)
  const elsewhere = await half(ida)
  await as(ida)
  await outcome(() => confirmIdentity({}, form({ proof: 'app', code: app.code() })))
  expect(await off()).toMatchObject({ ok: true, message: 'Your authenticator app is switched off.' })
  expect(await off()).toMatchObject({ message: 'Your authenticator app is not switched on.' })
  expect(await renew()).toMatchObject({ message: 'Your authenticator app is not switched on.' })
  expect(await look()).toEqual({ since: null, codesLeft: 0, setUp: null })
  expect(await rows('select id from "Device" where "userId" = $1 and "rememberedUntil" is not null', [ida.id])).toEqual(
    [],
  )
  expect(await changes(ida)).toEqual(['enabled', 'disabled'])
  asNobody(elsewhere) // no code can be right any more: the sentence is not that it was wrong
  expect(await type(app.code())).toEqual({ redirectTo: '/sign-in?problem=second-step-over' })
  asNobody()
  expect(await trySignIn(ida.email, password)).toEqual({ redirectTo: '/new' })
  await later(ida)
  await as(ida)
  expect(
    await outcome(() => confirmIdentity({}, form({ proof: 'recovery-code', code: codes[0] ?? '' }))),
  ).toMatchObject({
    message: expect.stringMatching(/stronger way/),
  })
})

test('jo lost phone and codes: the operator takes the second factor away, everywhere signs out, and jo is told', async () => {
  const jo = await person('jo')
  const { app } = await enrol(jo)
  await givePasskey(jo)
  const browser = await half(jo)
  expect((await describeUser(jo.email)).join('\n')).toContain('second factor  app, 10 recovery codes, 1 passkeys')
  expect(await changeUser('reset-second-factor', jo.email)).toBe(
    'jo@people.test has no second factor any more, and is signed out everywhere, and was told by mail.',
  )
  // neither the session nor the half sign-in goes on
  await as(jo)
  expect(await findCaller(null)).toBeNull()
  asNobody(browser)
  expect(await type(app.code())).toEqual({ redirectTo: '/sign-in?problem=second-step-over' })
  expect(await trySignIn(jo.email, password)).toEqual({ redirectTo: '/new' })
  expect(await rows('select id from "Passkey" where "userId" = $1', [jo.id])).toEqual([])
  expect((await newestMail(jo.email, 'account-changed')).props).toMatchObject({ change: 'second-factor-reset' })
  expect(
    await row(`select details from "SecurityEvent" where "userId" = $1 and action = 'second_factor.reset'`, [jo.id]),
  ).toEqual({ details: { actor: 'operator' } })
  expect(await changeUser('reset-second-factor', jo.email)).toBe(
    'jo@people.test has no second factor that could be reset: nothing was done.',
  )
})

test('what somebody proved in another of kim’s sessions with her password counts there no more once she has an app', async () => {
  const kim = await person('kim')
  const elsewhere = { ...kim, visitor: newVisitor() }
  await as(elsewhere)
  await later(kim)
  expect(await outcome(() => confirmIdentity({}, form({ proof: 'password', password })))).toMatchObject({ ok: true })
  await enrol(kim)
  await as(elsewhere)
  expect(await off()).toMatchObject(ASKED('app'))
  await as(kim)
  expect(await renew()).toMatchObject({ ok: true })
})

test('nobody without a session sets anything up', async () => {
  asNobody()
  for (const act of [begin, () => confirm('000000'), renew, off])
    expect(await act()).toEqual({ redirectTo: '/sign-in' })
})
