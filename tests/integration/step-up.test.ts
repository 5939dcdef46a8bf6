import { expect, test } from 'vitest'
import { z } from 'zod'
import { confirmIdentity, mailStepUpCode } from '@/app/account/confirm/actions'
import { deleteOrganization } from '@/app/o/[slug]/settings/actions'
import { userAction } from '@/lib/access/actions'
import { findCaller } from '@/lib/auth/context'
import { as, asNobody, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { givePasskey } from '@/tests/support/passkeys'
import { type Person, password, person } from '@/tests/support/people'
import { newestMail } from '@/tests/support/queued-mail'
import { newVisitor, visitor } from '@/tests/support/visitor'
import { organization } from '@/tests/support/world'
import { trySignIn } from './auth-journeys'

const sensitive = userAction(z.object({}), async () => ({ ok: true, message: 'Done.' }), { stepUp: true })
const act = () => outcome(() => sensitive({}, form({})))
const confirm = (fields: Record<string, string>) => outcome(() => confirmIdentity({}, form(fields)))
const withPassword = (secret = password) => confirm({ proof: 'password', password: secret })
const done = { ok: true, message: 'Done.' }
const asked = (...stepUp: string[]) => ({ message: 'Please confirm that it is you.', stepUp })
const STRONGER = { message: expect.stringMatching(/stronger way/) }
const WRONG_CODE = { code: [expect.stringMatching(/not right/)] }
const TOO_MANY = { message: expect.stringMatching(/^Too many tries\. Try again in 15 minutes\./) }

/** What was proved more than ten minutes ago is not fresh any more. */
const later = ({ id }: Person) =>
  rows(
    `update "Session" set "provedAt" = "provedAt" - interval '10 minutes', "secondFactorAt" = "secondFactorAt" - interval '10 minutes',
       "stepUpAt" = "stepUpAt" - interval '10 minutes' where "userId" = $1`,
    [id],
  )

async function stale(name: string, particulars: Parameters<typeof person>[1] = {}) {
  const someone = await person(name, particulars)
  await as(someone)
  await later(someone)
  return someone
}

test('ada signed in a moment ago: nothing is asked; after ten minutes her password is, and then holds for ten more', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await act()).toEqual(done)
  await later(ada)
  expect(await act()).toMatchObject(asked('password'))
  expect(await withPassword('not her password at all')).toMatchObject({
    message: 'That did not work.',
    fieldErrors: { password: ['That is not your password.'] },
  })
  expect(await act()).toMatchObject(asked('password'))
  expect(await withPassword()).toEqual({ ok: true })
  expect(await act()).toEqual(done)
  await later(ada)
  expect(await act()).toMatchObject(asked('password'))
})

test('the session goes on under a new token, and the old one is worth nothing', async () => {
  await stale('bea')
  const before = visitor().cookies.get('session')
  await withPassword()
  const after = visitor().cookies.get('session')
  expect(after?.value).not.toBe(before?.value)
  expect(await findCaller(null)).not.toBeNull()
  const thief = asNobody()
  if (before) thief.cookies.set('session', before)
  expect(await findCaller(null)).toBeNull()
})

test('it is proved for one session, not for the person', async () => {
  const cleo = await person('cleo')
  const elsewhere = asNobody()
  await trySignIn(cleo.email, password)
  await as(cleo)
  await later(cleo)
  await withPassword()
  expect(await act()).toEqual(done)
  asNobody(elsewhere)
  expect(await act()).toMatchObject(asked('password'))
})

test('dora came by a link and has a password: the link is not enough, however fresh', async () => {
  const dora = await person('dora')
  await as(dora)
  await rows(`update "Session" set method = 'link' where "userId" = $1`, [dora.id])
  expect(await act()).toMatchObject(asked('password'))
  expect(await confirm({ proof: 'mail', code: '22222222' })).toMatchObject(STRONGER)
  expect(await outcome(() => mailStepUpCode({}, form({})))).toMatchObject(STRONGER)
})

test('eve has nothing but her mailbox: a code by mail, for this session only, five tries', async () => {
  const eve = await stale('eve', { password: null })
  expect(await act()).toMatchObject(asked('mail'))
  expect(await withPassword()).toMatchObject(STRONGER)
  const ask = () => outcome(() => mailStepUpCode({}, form({})))
  expect(await ask()).toMatchObject({ ok: true })
  const first = (await newestMail(eve.email, 'step-up-code')).code
  await ask()
  const { code } = await newestMail(eve.email, 'step-up-code')
  expect(await confirm({ proof: 'mail', code: first })).toMatchObject({ fieldErrors: WRONG_CODE })

  const elsewhere = { ...eve, visitor: newVisitor() }
  expect(await asOne(elsewhere, () => confirm({ proof: 'mail', code }))).toMatchObject({ fieldErrors: WRONG_CODE })

  await as(eve)
  expect(await confirm({ proof: 'mail', code: ` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()}` })).toEqual({
    ok: true,
  })
  expect(await act()).toEqual(done)
  await later(eve)
  expect(await confirm({ proof: 'mail', code })).toMatchObject({ fieldErrors: WRONG_CODE })

  await rows('delete from "RateLimit"')
  await ask()
  const again = (await newestMail(eve.email, 'step-up-code')).code
  for (let count = 0; count < 5; count++) await confirm({ proof: 'mail', code: '22222222' })
  expect(await confirm({ proof: 'mail', code: again })).toMatchObject({ fieldErrors: WRONG_CODE })
})

test('whoever sits at fay’s screen guesses ten times; her front door stays open', async () => {
  const fay = await stale('fay')
  const guess = () => withPassword('guess after guess')
  for (let count = 0; count < 10; count++) expect(await guess()).toMatchObject({ message: 'That did not work.' })
  expect(await guess()).toMatchObject(TOO_MANY)
  expect(await withPassword()).toMatchObject(TOO_MANY)
  expect(await act()).toMatchObject(asked('password'))
  // the same browser, and a new one
  expect(await trySignIn(fay.email, password)).toMatchObject({ redirectTo: '/new' })
  asNobody()
  expect(await trySignIn(fay.email, password)).toMatchObject({ redirectTo: '/new' })
})

test('strangers at gil’s front door do not keep him from confirming', async () => {
  const gil = await stale('gil')
  asNobody()
  for (let count = 0; count < 11; count++) await trySignIn(gil.email, 'guess after guess')
  await as(gil)
  expect(await withPassword()).toEqual({ ok: true })
})

test('both are written down, and the answer leads only to our own pages', async () => {
  const hal = await stale('hal')
  await withPassword('not this one at all')
  await withPassword()
  const events = await rows(
    `select action, details from "SecurityEvent" where "userId" = $1 and action like 'identity.%' order by at`,
    [hal.id],
  )
  expect(events).toEqual([
    { action: 'identity.refused', details: { proof: 'password' } },
    { action: 'identity.confirmed', details: { proof: 'password' } },
  ])
  const lead = (next: string) => confirm({ proof: 'password', password, next })
  expect(await lead('/account/security?x=1')).toEqual({ redirectTo: '/account/security?x=1' })
  expect(await lead('//evil.test')).toEqual({ ok: true })
})

test('nobody confirms anything without a session', async () => {
  asNobody()
  expect(await withPassword()).toEqual({ redirectTo: '/sign-in' })
  expect(await outcome(() => mailStepUpCode({}, form({})))).toEqual({ redirectTo: '/sign-in' })
})

test('an organization is deleted by an owner who has just confirmed it', async () => {
  const { org, olive } = await organization('acme')
  await as(olive)
  await later(olive)
  const erase = () => outcome(() => deleteOrganization(org.slug, {}, form({ confirmation: org.name })))
  expect(await erase()).toMatchObject({ ...asked('password'), values: { confirmation: org.name } })
  expect(await row('select "deletedAt" from "Organization" where id = $1', [org.id])).toEqual({ deletedAt: null })
  await withPassword()
  expect(await erase()).toEqual({ redirectTo: '/account/organizations?deleted' })
})

test('without JavaScript nothing answers for ivo’s passkey, and the page says so', async () => {
  const ivo = await stale('ivo')
  await givePasskey(ivo)
  expect(await act()).toMatchObject(asked('passkey'))
  expect(await confirm({ proof: 'passkey' })).toMatchObject({ message: 'To use a passkey, switch JavaScript on.' })
})
