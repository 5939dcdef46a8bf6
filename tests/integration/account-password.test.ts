import { expect, onTestFinished, test } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { updateName } from '@/app/account/actions'
import { changePassword, removePassword } from '@/app/account/security/password-actions'
import { userQuery } from '@/lib/access/queries'
import { readSecurity } from '@/lib/auth/account/security'
import { env } from '@/lib/env'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { newVisitor } from '@/tests/support/visitor'
import { organization } from '@/tests/support/world'

const better = 'seven purple walruses dancing'
const elsewhere = (who: Person): Person => ({ ...who, visitor: newVisitor() })
const change = (text = better) => outcome(() => changePassword({}, form({ password: text })))
const renamed = () => outcome(() => updateName({}, form({ name: 'Ada' })))
const refused = { redirectTo: expect.stringMatching(/^\/sign-in/) }

const tryPassword = (who: Person, text: string) => {
  asNobody()
  return outcome(() => signIn({}, form({ email: who.email, password: text, step: 'password' })))
}

test('ada changes her password: the old one is worth nothing, every other browser is out, and she is told', async () => {
  const ada = await person('ada')
  const phone = elsewhere(ada)
  await as(phone)
  await as(ada)
  const before = ada.visitor.cookies.get('session')?.value
  expect(await change()).toMatchObject({ ok: true })
  expect(ada.visitor.cookies.get('session')?.value).not.toBe(before)
  expect(await renamed()).toMatchObject({ ok: true })
  await as(phone)
  expect(await renamed()).toMatchObject(refused)
  expect(await tryPassword(ada, password)).toMatchObject({ message: expect.stringContaining("couldn't") })
  expect(await tryPassword(ada, better)).toMatchObject({ redirectTo: '/new' })
  expect((await mailTo(ada.email)).map(({ template }) => template)).toContain('password-changed')
  expect(
    await rows(`select 1 from "SecurityEvent" where "userId" = $1 and action = 'password.changed'`, [ada.id]),
  ).toHaveLength(1)
})

test('the token from before the change is refused, also in this browser', async () => {
  const ada = await person('ada')
  await as(ada)
  const stolen = newVisitor()
  for (const [name, cookie] of ada.visitor.cookies) stolen.cookies.set(name, cookie)
  await change()
  asNobody(stolen)
  expect(await renamed()).toMatchObject(refused)
})

test('who has none sets one', async () => {
  const ada = await person('ada', { password: null })
  await as(ada)
  expect(await change()).toMatchObject({ ok: true, message: expect.stringContaining('a password now') })
  expect((await mailTo(ada.email)).map(({ template }) => template)).toContain('sign-in-method-changed')
  expect(await tryPassword(ada, better)).toMatchObject({ redirectTo: '/new' })
})

test('a short, a common and an own password is refused, and nothing happens', async () => {
  const ada = await person('ada lovelace', { email: 'ada.lovelace@people.test' })
  await as(ada)
  const { hash } = await row<{ hash: string }>(`select hash from "Password" where "userId" = $1`, [ada.id])
  for (const weak of ['short', 'password1234', 'adalovelace123'])
    expect(await change(weak)).toMatchObject({ fieldErrors: { password: [expect.any(String)] } })
  expect(await row(`select hash from "Password" where "userId" = $1`, [ada.id])).toEqual({ hash })
})

test('nor one that is made of her other address or of her organization, also by a mailed link', async () => {
  const { lena } = await organization('lighthouse-cooperative', { lena: 'member' })
  await rows(`insert into "EmailAddress" ("userId", email) values ($1, 'captain.seagull@harbour.test')`, [lena.id])
  await as(lena)
  const own = { fieldErrors: { password: [expect.stringContaining('made of')] } }
  for (const weak of ['lighthouse-2026', 'CooperativeLighthouse1', 'captainseagull!'])
    expect(await change(weak), weak).toMatchObject(own)
  asNobody()
  await outcome(() => forgotPassword({}, form({ email: lena.email })))
  const { token } = await newestMail(lena.email, 'reset-password')
  expect(await resetPassword({}, form({ token, password: 'lighthouse-2026' }))).toMatchObject(own)
})

test('whoever finds her browser open neither changes nor removes it, and what was typed is not sent back', async () => {
  const ada = await person('ada')
  await as(ada)
  await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [ada.id])
  const answer = await change()
  expect(answer).toMatchObject({ stepUp: ['password'] })
  expect(JSON.stringify(answer)).not.toContain(better)
  expect(await removePassword({}, form({ confirm: 'remove' }))).toMatchObject({ stepUp: ['password'] })
  expect(await tryPassword(ada, password)).toMatchObject({ redirectTo: '/new' })
})

test('a reset link that was mailed before is void', async () => {
  const ada = await person('ada')
  await as(ada)
  await rows(
    `insert into "Token" (purpose, digest, "userId", email, "expiresAt") values ('reset_password', '\\x01', $1, $2, now() + interval '1 hour')`,
    [ada.id, ada.email],
  )
  await change()
  expect(await rows(`select 1 from "Token" where "userId" = $1`, [ada.id])).toEqual([])
})

test('she removes it while her mailbox still lets her in', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await removePassword({}, form({}))).toMatchObject({ fieldErrors: { confirm: [expect.any(String)] } })
  expect(await removePassword({}, form({ confirm: 'remove' }))).toMatchObject({ ok: true })
  expect(await rows(`select 1 from "Password" where "userId" = $1`, [ada.id])).toEqual([])
  expect(await removePassword({}, form({ confirm: 'remove' }))).toMatchObject({ message: 'You have no password.' })
})

test('not while nothing else lets her in: the page says why beside the button', async () => {
  const ada = await person('ada')
  await as(ada)
  const isLast = async () => {
    const seen = await userQuery(readSecurity)
    return 'data' in seen && seen.data.password?.isLast
  }
  expect(await isLast()).toBe(false)
  Object.assign(env, { AUTH_METHODS: 'password' })
  onTestFinished(() => void Object.assign(env, { AUTH_METHODS: undefined }))
  expect(await isLast()).toBe(true)
  expect(await removePassword({}, form({ confirm: 'remove' }))).toMatchObject({
    message: 'This is your last way to sign in. Add another one first.',
  })
})
