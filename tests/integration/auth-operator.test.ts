import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { findCaller } from '@/lib/auth/context'
import { changeUser, describeUser } from '@/lib/auth/operator'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { organization } from '@/tests/support/world'
import { askForLink, askToSignUp, goodPassword, REFUSED, trySignIn } from './auth-journeys'

const lastEvent = (email: string) =>
  row(
    `select action, details from "SecurityEvent" e join "User" u on u.id = e."userId" where u.email = $1 order by at desc limit 1`,
    [email],
  )

test('a person who is disabled is out at once and stays out, and is told; enabled, they come back', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await findCaller(null)).not.toBeNull()
  expect(await changeUser('disable', ` ${ada.email.toUpperCase()} `)).toBe(
    'ada@people.test is disabled and signed out everywhere, and was told by mail.',
  )
  expect(await findCaller(null)).toBeNull()
  expect(await lastEvent(ada.email)).toEqual({ action: 'account.disabled', details: { actor: 'operator' } })
  expect((await newestMail(ada.email, 'account-changed')).props).toMatchObject({ change: 'disabled', name: 'ada' })
  asNobody()
  expect(await trySignIn(ada.email, password)).toMatchObject({ message: REFUSED })
  await askForLink(ada.email)
  expect(await mailTo(ada.email)).toHaveLength(1)

  expect(await changeUser('disable', ada.email)).toBe('ada@people.test is disabled already.')
  await changeUser('enable', ada.email)
  await as(ada) // the browser of before
  expect(await findCaller(null)).toBeNull()
  asNobody()
  expect(await trySignIn(ada.email, password)).toEqual({ redirectTo: '/new' })
})

test('an address verified by hand does not bring a stranger’s password into force', async () => {
  asNobody()
  await askToSignUp('bea@people.test')
  await changeUser('verify', 'bea@people.test')
  expect((await row(`select "emailVerified" from "User" where email = 'bea@people.test'`)).emailVerified).not.toBeNull()
  expect(await trySignIn('bea@people.test', goodPassword)).toMatchObject({ message: REFUSED })
  expect((await newestMail('bea@people.test', 'account-changed')).props.change).toBe('verified')
})

test('signed out everywhere', async () => {
  const cleo = await person('cleo')
  await as(cleo)
  await changeUser('sign-out', cleo.email)
  expect(await findCaller(null)).toBeNull()
  expect(await rows('select id from "Session" where "userId" = $1', [cleo.id])).toEqual([])
})

test('the operator finds a person by their address, and nobody by another', async () => {
  const { dora } = await organization('acme', { dora: 'admin' })
  expect((await describeUser(dora.email)).join('\n')).toMatch(/dora <dora@people\.test>[\s\S]*acme \(admin\)/)
  await rows(`insert into "EmailAddress" ("userId", email) values ($1, 'dora@home.test')`, [dora.id])
  expect((await describeUser('dora@home.test')).join('\n')).toMatch(/dora <dora@people\.test>[\s\S]*dora@home\.test/)
  await expect(describeUser('nobody@people.test')).rejects.toThrow('Nobody here has the address nobody@people.test.')
  await expect(changeUser('disable', 'nonsense')).rejects.toThrow('nonsense is not an e-mail address.')
})

test('the command says in one line what is wrong', () => {
  const users = (args: string[], settings: Record<string, string> = {}) => {
    const given = { env: { ...process.env, ...settings }, encoding: 'utf8' as const }
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/users.ts', ...args], given)
    return { status, said: stderr.trim() }
  }
  const oneLine = (sentence: RegExp) => ({ status: 1, said: expect.stringMatching(sentence) })
  expect(users(['find'])).toEqual(oneLine(/^.*Say what to do, and to whom.*$/))
  expect(users(['explode', 'ada@people.test'])).toEqual(oneLine(/^.*There is no “explode”.*$/))
  expect(users(['find', 'ada@people.test'], { DATABASE_URL: 'postgresql://app:x@127.0.0.1:1/none' })).toEqual(
    oneLine(/^.*The database does not answer.*$/),
  )
})
