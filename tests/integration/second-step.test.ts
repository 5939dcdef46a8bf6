import { describe, expect, test } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import { signInWithCode, signInWithLink } from '@/app/(auth)/sign-in/link/actions'
import { passSecondStep } from '@/app/(auth)/sign-in/two-factor/actions'
import { changePassword } from '@/app/account/security/password-actions'
import { forgetDevice } from '@/app/account/sessions/actions'
import { findCaller } from '@/lib/auth/context'
import { deleteExpired } from '@/lib/auth/expired'
import { changeUser } from '@/lib/auth/operator'
import { readSecondStep } from '@/lib/auth/second-factor/second-step'
import { as, asNobody } from '@/tests/support/as'
import { codesAreFresh } from '@/tests/support/authenticator-app'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { givePasskey } from '@/tests/support/passkeys'
import { password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { inside, newVisitor, type Visitor, visitor } from '@/tests/support/visitor'
import { askForLink, goodPassword, hasSessionCookie, trySignIn } from './auth-journeys'
import { enrol, giveUp, half, type, typeRecoveryCode } from './two-factor-journeys'

const SECOND_STEP = { redirectTo: '/sign-in/two-factor' }
const OVER = { redirectTo: '/sign-in?problem=second-step-over' }
const WRONG = {
  message: expect.stringMatching(/^You are not signed in yet\./),
  fieldErrors: { code: [expect.any(String)] },
}
const TOO_MANY = (minutes: number) => ({ message: `Too many tries. Try again in ${minutes} minutes.` })
const IN = { redirectTo: '/new' }

const enrolled = async (name: string) => {
  const someone = await person(name)
  return { someone, ...(await enrol(someone)) }
}

/** The browser with nothing but the cookies named. */
const only = (browser: Visitor, ...names: string[]) => {
  const bare = newVisitor()
  for (const name of names) {
    const cookie = browser.cookies.get(name)
    if (cookie) bare.cookies.set(name, cookie)
  }
  return bare
}

describe('after every first step', () => {
  const firstSteps: Record<string, (email: string) => Promise<unknown>> = {
    password: (email) => trySignIn(email, password, { next: '/account' }),
    link: async (email) => {
      await askForLink(email, { next: '/account' })
      const { token } = await newestMail(email, 'sign-in-link')
      return outcome(() => signInWithLink({}, form({ token })))
    },
    code: async (email) => {
      await askForLink(email, { next: '/account' })
      const { code } = await newestMail(email, 'sign-in-link')
      return outcome(() => signInWithCode({}, form({ code })))
    },
  }

  test.each(Object.entries(firstSteps))(
    '%s: nobody is signed in before the code, and nobody is told',
    async (method, firstStep) => {
      const { someone, app } = await enrolled(`ada-${method}`)
      const mails = async () => (await mailTo(someone.email)).filter(({ template }) => template === 'new-sign-in')
      const sessions = () =>
        rows('select method, "secondFactor" from "Session" where "userId" = $1 order by "createdAt"', [someone.id])
      const browser = asNobody()
      expect(await firstStep(someone.email)).toEqual(SECOND_STEP)
      expect(hasSessionCookie()).toBe(false)
      expect(await findCaller(null)).toBeNull()
      expect(await sessions()).toHaveLength(1)
      expect(await mails()).toEqual([])
      expect(await readSecondStep()).toEqual({ hasPasskey: false })

      expect(await type('000000')).toMatchObject(WRONG)
      expect(hasSessionCookie()).toBe(false)
      expect(await type(app.code())).toEqual({ redirectTo: '/account' })
      expect((await findCaller(null))?.user.id).toBe(someone.id)
      expect((await sessions())[1]).toEqual({ method, secondFactor: 'app' })
      expect(await mails()).toHaveLength(1)
      expect([...browser.cookies.keys()]).not.toContain('pending')
      expect(await rows('select id from "PendingSignIn" where "userId" = $1', [someone.id])).toEqual([])
    },
  )

  test('a reset signs nobody in, ends what was half done, and the code is still asked for, in a remembered browser too', async () => {
    const { someone, app } = await enrolled('bea')
    const browser = await half(someone)
    await type(app.code(), { remember: 'on' })
    const started = await half(someone)
    await outcome(() => forgotPassword({}, form({ email: someone.email })))
    const { token } = await newestMail(someone.email, 'reset-password')
    expect(await outcome(() => resetPassword({}, form({ token, password: goodPassword })))).toEqual({
      redirectTo: '/sign-in?reset',
    })
    asNobody(started)
    expect(await type(app.code())).toEqual(OVER)
    asNobody(browser)
    expect(await findCaller(null)).toBeNull()
    expect(await trySignIn(someone.email, goodPassword)).toEqual(SECOND_STEP)
  })
})

test('a code works once, one step early or late, and never again', async () => {
  const { someone, app } = await enrolled('cleo')
  await half(someone)
  expect(await type(app.code(-2))).toMatchObject(WRONG)
  expect(await type(app.code(2))).toMatchObject(WRONG)
  expect(await type(app.code(-1))).toEqual(IN)
  await half(someone)
  expect(await type(app.code(-1))).toMatchObject(WRONG)
  expect(await type(app.code())).toEqual(IN)
  await half(someone)
  expect(await type(app.code())).toMatchObject(WRONG)
  expect(await type(app.code(-1))).toMatchObject(WRONG) // nor one from before the last that was used
  expect(await type(app.code(1))).toEqual(IN)
})

test('of twenty who type one code at the same moment one is signed in: in one browser, and in twenty', {
  timeout: 60_000,
}, async () => {
  const { someone, app, codes } = await enrolled('dora')
  const won = (answers: unknown[]) => answers.filter((answer) => JSON.stringify(answer) === JSON.stringify(IN))
  const sessions = async () => (await rows('select id from "Session" where "userId" = $1', [someone.id])).length
  await half(someone)
  const before = await sessions()
  const code = app.code()
  expect(won(await Promise.all(Array.from({ length: 20 }, () => type(code))))).toHaveLength(1)
  expect(await sessions()).toBe(before + 1)

  await codesAreFresh(someone)
  await rows('delete from "RateLimit"')
  for (const [what, typed] of [
    ['app', app.code()],
    ['recovery-code', codes[0] ?? ''],
  ] as const) {
    const browsers: Visitor[] = []
    for (let count = 0; count < 20; count++) browsers.push(await half(someone))
    const start = await sessions()
    const answers = await Promise.all(browsers.map((one) => inside(one, () => type(typed, { proof: what }))))
    expect(won(answers)).toHaveLength(1)
    expect(await sessions()).toBe(Math.min(10, start + 1))
    await rows('delete from "RateLimit"')
  }
})

test('five tries, then the first step is asked for again, in words', async () => {
  const { someone, app } = await enrolled('eve')
  const browser = await half(someone)
  for (let count = 0; count < 3; count++) expect(await type('000000')).toMatchObject(WRONG)
  expect(await typeRecoveryCode('nonsense')).toMatchObject({
    message: 'You are not signed in yet. You have one more try.',
  })
  expect(await type('000000')).toEqual(OVER)
  expect(browser.cookies.has('pending')).toBe(false)
  expect(await type(app.code())).toEqual(OVER) // in words too: after ten minutes the browser drops the cookie by itself
})

test('whoever starts again is still on the way to the page that they came for', async () => {
  const { someone } = await enrolled('eli')
  const next = '/account/security'
  await half(someone, { next })
  expect(await giveUp()).toEqual({ redirectTo: `/sign-in?next=${encodeURIComponent(next)}` })
  await half(someone, { next })
  for (let count = 0; count < 4; count++) await type('000000')
  expect(await type('000000')).toEqual({ redirectTo: `${OVER.redirectTo}&next=${encodeURIComponent(next)}` })
})

test('ten failures close the second step for a quarter of an hour, then twice that, for codes of both kinds', async () => {
  const { someone, app, codes } = await enrolled('fay')
  const fail = async (tries: number) => {
    for (let done = 0; done < tries; done++) {
      if (done % 4 === 0) await half(someone)
      expect(await (done % 2 ? typeRecoveryCode('nonsense') : type('000000'))).toMatchObject(WRONG)
    }
  }
  await fail(10)
  const browser = await half(someone)
  expect(await type(app.code())).toMatchObject(TOO_MANY(15))
  expect(await typeRecoveryCode(codes[0] ?? '')).toMatchObject(TOO_MANY(15))
  // the browser in which she has signed in before is counted by itself: strangers do not close it
  asNobody(someone.visitor)
  expect(await trySignIn(someone.email, password)).toEqual(SECOND_STEP)
  expect(await type(app.code())).toEqual(IN)
  // and a passkey is not guessed
  const key = await givePasskey(someone)
  asNobody(browser)
  expect(await type(app.code(1))).toMatchObject(TOO_MANY(15))
  expect(await withPasskey(key)).toEqual(IN)

  await rows(`update "RateLimit" set expire = expire - 15 * 60 * 1000`)
  await fail(10)
  await half(someone)
  expect(await type(app.code(1))).toMatchObject(TOO_MANY(30))
})

const askPasskey = () => outcome(() => passSecondStep({}, form({ proof: 'passkey' })))
async function withPasskey(key: Awaited<ReturnType<typeof givePasskey>>) {
  const answer = await askPasskey()
  expect(answer).toMatchObject({ message: 'To use a passkey, switch JavaScript on.' }) // where no script answers
  if (!('ceremony' in answer) || !answer.ceremony || !('request' in answer.ceremony))
    throw new Error(JSON.stringify(answer))
  const credential = key.get(answer.ceremony.request)
  return outcome(() => passSecondStep({}, form({ proof: 'passkey', credential })))
}

test('a passkey instead of the code: hers, verified, asked for in this browser', async () => {
  const { someone } = await enrolled('gil')
  await half(someone)
  expect(await askPasskey()).toMatchObject({ message: 'You have no passkey here. Use a code.' })
  const key = await givePasskey(someone)
  expect(await readSecondStep()).toEqual({ hasPasskey: true })
  const answer = await askPasskey()
  expect(answer).toMatchObject({ message: 'To use a passkey, switch JavaScript on.' }) // where no script answers
  if (!('ceremony' in answer) || !answer.ceremony || !('request' in answer.ceremony)) throw new Error('No ceremony.')
  const credential = key.get(answer.ceremony.request)
  const unverified = key.get(answer.ceremony.request, { verified: false })

  await half(someone)
  const post = (credential: string) => outcome(() => passSecondStep({}, form({ proof: 'passkey', credential })))
  expect(await post(credential)).toMatchObject({ message: 'That passkey did not fit.' }) // it was asked for elsewhere
  expect(await post(unverified)).toMatchObject({ message: 'That passkey did not fit.' })
  expect(await withPasskey(key)).toEqual(IN)
  expect((await findCaller(null))?.session.secondFactorAt).toBeInstanceOf(Date)
})

test('a remembered browser is not asked for thirty days, any other is; and it is taken back', async () => {
  const { someone, app } = await enrolled('hal')
  const browser = await half(someone)
  await type(app.code(), { remember: 'on' })
  const again = () => {
    asNobody(browser)
    return trySignIn(someone.email, password)
  }
  expect(await again()).toEqual(IN)
  await half(someone)

  await rows(`update "Device" set "rememberedUntil" = "rememberedUntil" - interval '30 days' where "userId" = $1`, [
    someone.id,
  ])
  expect(await again()).toEqual(SECOND_STEP)
  await codesAreFresh(someone)
  await type(app.code(), { remember: 'on' })
  expect(await again()).toEqual(IN)
  const { id } = await row<{ id: string }>(
    'select id from "Device" where "userId" = $1 and "rememberedUntil" > now()',
    [someone.id],
  )
  await as(someone)
  await outcome(() => forgetDevice({}, form({ deviceId: id })))
  expect(await again()).toEqual(SECOND_STEP)

  // whoever changes the password elsewhere throws out everybody who was remembered
  await codesAreFresh(someone)
  await type(app.code(), { remember: 'on' })
  await as(someone)
  expect(await outcome(() => changePassword({}, form({ password: goodPassword })))).toMatchObject({ ok: true })
  asNobody(browser)
  expect(await trySignIn(someone.email, goodPassword)).toEqual(SECOND_STEP)
})

test('whoever would rather type the other kind of code uses no try, and keeps the tick', async () => {
  const { someone, app } = await enrolled('switching')
  await half(someone)
  const other = (fields: Record<string, string>) => type('000', { intent: 'other', ...fields })
  const at = '/sign-in/two-factor'
  for (let count = 0; count < 6; count++) {
    expect(await other({ remember: 'on' })).toEqual({ redirectTo: `${at}?with=recovery-code&remember=on` })
    expect(await other({ proof: 'recovery-code', remember: 'on' })).toEqual({ redirectTo: `${at}?remember=on` })
    expect(await other({ proof: 'recovery-code' })).toEqual({ redirectTo: at })
  }
  expect(await type(app.code())).toEqual(IN)
})

test('without the tick nothing is remembered, and what is remembered of ida is nothing to jo', async () => {
  const ida = await enrolled('ida')
  const jo = await enrolled('jo')
  const browser = await half(ida.someone)
  await type(ida.app.code())
  asNobody(browser)
  expect(await trySignIn(ida.someone.email, password)).toEqual(SECOND_STEP)
  await codesAreFresh(ida.someone)
  await type(ida.app.code(), { remember: 'on' })
  expect(await trySignIn(ida.someone.email, password)).toEqual(IN)
  expect(await trySignIn(jo.someone.email, password)).toEqual(SECOND_STEP)
})

test('ten minutes, and only for whoever may still sign in', async () => {
  const { someone, app } = await enrolled('kim')
  await half(someone)
  await rows(`update "PendingSignIn" set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [someone.id])
  expect(await readSecondStep()).toBeNull()
  expect(await type(app.code())).toEqual(OVER)
  expect(await rows('select id from "Session" where "userId" = $1', [someone.id])).toHaveLength(1)

  await half(someone)
  await rows(`update "PendingSignIn" set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [someone.id])
  await deleteExpired()
  expect(await rows('select id from "PendingSignIn" where "userId" = $1', [someone.id])).toEqual([])

  const disabled = await half(someone)
  await changeUser('disable', someone.email)
  asNobody(disabled)
  expect(await type(app.code())).toEqual(OVER)
})

test('giving up leaves nothing; the cookie of before is worth nothing', async () => {
  const { someone, app } = await enrolled('lou')
  const browser = await half(someone)
  const copy = only(browser, 'pending')
  expect(await giveUp()).toEqual({ redirectTo: '/sign-in' })
  expect(browser.cookies.has('pending')).toBe(false)
  expect(await type(app.code())).toEqual(OVER)
  asNobody(copy)
  expect(await type(app.code())).toEqual(OVER)
  asNobody()
  expect(await giveUp()).toEqual({ redirectTo: '/sign-in' })
})

test('half a sign-in is nobody: neither is its cookie a session’s, nor a session’s a half sign-in’s', async () => {
  const { someone, app } = await enrolled('max')
  const browser = await half(someone)
  const pending = browser.cookies.get('pending')
  for (const name of ['session', 'pending']) {
    const forged = newVisitor()
    if (pending) forged.cookies.set(name, { ...pending, name })
    asNobody(forged)
    expect(await findCaller(null)).toBeNull()
  }
  // one person's half sign-in beside another's session: the code is judged for the half, and the other session ends
  const nora = await person('nora')
  await as(nora)
  if (pending) visitor().cookies.set('pending', pending)
  expect((await findCaller(null))?.user.id).toBe(nora.id)
  expect(await type('000000')).toMatchObject(WRONG)
  expect((await findCaller(null))?.user.id).toBe(nora.id)
  expect(await type(app.code())).toEqual(IN)
  expect((await findCaller(null))?.user.id).toBe(someone.id)
  expect(await rows('select id from "Session" where "userId" = $1', [nora.id])).toEqual([])
})

test('the code of one person does not finish the sign-in of another', async () => {
  const otto = await enrolled('otto')
  const pia = await enrolled('pia')
  await half(otto.someone)
  expect(await type(pia.app.code())).toMatchObject(WRONG)
  expect(await typeRecoveryCode(pia.codes[0] ?? '')).toMatchObject(WRONG)
  expect(await typeRecoveryCode((otto.codes[0] ?? '').toLowerCase().replaceAll('-', ' '))).toEqual(IN)
})

test('what no person sends is a sentence, and leads nowhere', async () => {
  const { someone } = await enrolled('quin')
  await half(someone)
  expect(await type('')).toMatchObject({ fieldErrors: { code: ['Enter a code.'] } })
  expect(await type('1'.repeat(65))).toMatchObject({ fieldErrors: { code: [expect.any(String)] } })
  expect(await type('123456', { proof: 'password' })).toMatchObject({ fieldErrors: { proof: [expect.any(String)] } })
  expect(await outcome(() => passSecondStep({}, form({ proof: 'passkey', credential: '{}' })))).toMatchObject({
    message: 'That passkey did not fit.',
  })
  const tries = await row('select tries from "PendingSignIn" where "userId" = $1', [someone.id])
  expect(tries).toEqual({ tries: 1 }) // only what could have been right counts
})
