import { expect, test } from 'vitest'
import { signUp } from '@/app/(auth)/sign-up/actions'
import { rejectSignUp, resendVerification, verifyEmail } from '@/app/(auth)/verify-email/actions'
import { readLastMethod } from '@/lib/auth/last-method'
import { asNobody } from '@/tests/support/as'
import { Authenticator } from '@/tests/support/authenticator'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { inside } from '@/tests/support/visitor'
import { askToSignUp, hasSessionCookie } from './auth-journeys'
import { askForPasskey, askToMakePasskey, sendMadePasskey, signInWithPasskey, signUpWithPasskey } from './passkey-visit'

const CHECK_MAIL = { redirectTo: '/verify-email?sent' }
const verify = (token: string) => outcome(() => verifyEmail({}, form({ token })))

test('ada makes an account with a passkey, proves her address, and never has a password', async () => {
  asNobody()
  const key = new Authenticator({ aaguid: 'd548826e-79b4-db40-a3d8-11116f7e8349' }) // of no version that RFC 9562 knows
  const options = await askToMakePasskey('ada@people.test')
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: 'ada@people.test', displayName: 'Ada Lovelace' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  })
  expect(await rows(`select id from "User" where email = 'ada@people.test'`)).toEqual([]) // nothing before the answer
  expect(await sendMadePasskey('ada@people.test', key.create(options))).toEqual(CHECK_MAIL)
  expect(hasSessionCookie()).toBe(false)
  expect(await rows('select id from "Passkey"')).toEqual([])
  expect(await signInWithPasskey(key)).toMatchObject({
    message: expect.stringMatching(/^Verify your e-mail address first/),
  })

  expect(await verify((await newestMail('ada@people.test', 'verify-email')).token)).toEqual({ redirectTo: '/new' })
  expect(hasSessionCookie()).toBe(true)
  expect(await readLastMethod()).toBe('passkey')
  expect(
    await row(
      `select k.name, k."backupEligible", k."lastUsedAt" from "Passkey" k join "User" u on u.id = k."userId" where u.email = 'ada@people.test'`,
    ),
  ).toEqual({ name: 'Bitwarden', backupEligible: true, lastUsedAt: null })
  expect(await rows('select * from "Password"')).toEqual([])
  asNobody()
  expect(await signInWithPasskey(key)).toEqual({ redirectTo: '/new' })
})

test('mallory plants no passkey on cleo, whichever mail cleo opens', async () => {
  asNobody()
  const [hers, mine] = [new Authenticator(), new Authenticator()]
  await signUpWithPasskey('cleo@people.test', hers)
  const planted = await newestMail('cleo@people.test', 'verify-email')
  asNobody()
  await signUpWithPasskey('cleo@people.test', mine)
  await verify((await newestMail('cleo@people.test', 'verify-email')).token)
  expect(await verify(planted.token)).toMatchObject({ message: expect.stringMatching(/does not work any more/) })
  asNobody()
  expect(await signInWithPasskey(hers)).toMatchObject({ message: "We couldn't sign you in with that passkey." })
  expect(await signInWithPasskey(mine)).toEqual({ redirectTo: '/new' })
})

test('a password that a stranger chose before goes when the passkey’s attempt is proved', async () => {
  asNobody()
  await askToSignUp('dora@people.test', { password: 'mallory was here first' })
  asNobody()
  const key = new Authenticator()
  await signUpWithPasskey('dora@people.test', key)
  await verify((await newestMail('dora@people.test', 'verify-email')).token)
  const { id } = await row<{ id: string }>(`select id from "User" where email = 'dora@people.test'`)
  expect(await rows('select * from "Password" where "userId" = $1', [id])).toEqual([])
  asNobody()
  expect(await signInWithPasskey(key)).toEqual({ redirectTo: '/new' })
})

test('an address that has an account: the same questions, the same answer, and only its owner hears of it', async () => {
  const eve = await person('eve')
  asNobody()
  const { challenge, user, ...known } = await askToMakePasskey(eve.email)
  const { challenge: other, user: stranger, ...unknown } = await askToMakePasskey('nobody@people.test')
  expect(known).toEqual(unknown)
  expect(challenge).not.toBe(other)
  expect((await askToMakePasskey(eve.email)).user.id).not.toBe(user.id) // never the one that eve's own passkeys know her by
  expect(stranger.id).toHaveLength(user.id.length)
  const key = new Authenticator()
  expect(await signUpWithPasskey(eve.email, key)).toEqual(CHECK_MAIL)
  expect((await mailTo(eve.email)).map(({ template }) => template)).toEqual(['already-registered'])
  expect(await rows('select id from "Passkey" where "userId" = $1', [eve.id])).toEqual([])
  // as for an address that is new: else mallory would sign up with it, sign in, and know
  expect(await signInWithPasskey(key)).toEqual({ message: expect.stringMatching(/^Verify your e-mail address first/) })
  expect(hasSessionCookie()).toBe(false)
})

test('a mail that is sent again brings the same passkey into force; “This wasn’t me” takes it away', async () => {
  const key = new Authenticator()
  asNobody()
  await signUpWithPasskey('fay@people.test', key)
  expect(await resendVerification({}, form())).toMatchObject({ ok: true })
  await verify((await newestMail('fay@people.test', 'verify-email')).token)
  asNobody()
  expect(await signInWithPasskey(key)).toEqual({ redirectTo: '/new' })

  const rejected = new Authenticator()
  asNobody()
  await signUpWithPasskey('gil@people.test', rejected)
  const { token } = await newestMail('gil@people.test', 'verify-email')
  await outcome(() => rejectSignUp({}, form({ token })))
  expect(await signInWithPasskey(rejected)).toMatchObject({ signal: { unknown: expect.anything() } })
})

test.each([
  ['made at another origin', { origin: 'http://localhost:4000' }],
  ['made for another host', { rpId: 'evil.test' }],
  ['made in a frame', { crossOrigin: true }],
  ['of a sign-in', { type: 'webauthn.get' }],
  ['whose maker was not verified', { verified: false }],
  ['for a challenge that nobody gave', { challenge: 'x'.repeat(43) }],
])('a passkey %s makes no account', async (what, twist) => {
  const email = `${what.replaceAll(/\W/g, '')}@people.test`
  asNobody()
  expect(await sendMadePasskey(email, new Authenticator().create(await askToMakePasskey(email), twist))).toMatchObject({
    message: expect.any(String),
    values: { name: 'Ada Lovelace', email },
  })
  expect(await mailTo(email)).toEqual([])
})

test('a challenge is answered once, in the browser that was asked, and not one of a sign-in', async () => {
  const browser = asNobody()
  const options = await askToMakePasskey('hal@people.test')
  asNobody()
  expect(await sendMadePasskey('hal@people.test', new Authenticator().create(options))).toMatchObject({
    message: expect.any(String),
  })
  asNobody(browser)
  const credential = new Authenticator().create(options)
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => inside(browser, () => sendMadePasskey('hal@people.test', credential))),
  )
  expect(answers.filter((one) => 'redirectTo' in one)).toHaveLength(1)
  const { challenge } = await askForPasskey()
  expect(await sendMadePasskey('hal@people.test', new Authenticator().create({ ...options, challenge }))).toMatchObject(
    {
      message: expect.any(String),
    },
  )
})

test('a passkey with a chain of certificates is refused before anything is fetched for it', async () => {
  asNobody()
  const key = new Authenticator()
  const options = await askToMakePasskey('ina@people.test')
  expect(await sendMadePasskey('ina@people.test', key.create(options, { certificates: true }))).toMatchObject({
    message: "We couldn't use that passkey. Please try again.",
  })
})

test('what is missing is said at its field, and no passkey is made for it', async () => {
  asNobody()
  expect(await signUp({}, form({ name: ' ', email: 'nobody', intent: 'passkey' }))).toMatchObject({
    fieldErrors: { name: [expect.any(String)], email: [expect.any(String)] },
  })
})
