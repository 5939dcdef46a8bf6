import { beforeAll, expect, test, vi } from 'vitest'
import { createSecret, digest } from '@/lib/auth/secrets'
import { asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { newestMail } from '@/tests/support/queued-mail'
import { organization } from '@/tests/support/world'
import { askToSignUp } from './auth-journeys'

vi.hoisted(() => {
  process.env.SIGN_UP_MODE = 'invite' // before lib/env reads it
})

const REFUSED = { message: expect.stringMatching(/^Sign-up is by invitation only/) }
const invite = createSecret()

beforeAll(async () => {
  const { org } = await organization('acme')
  await row(
    `insert into "Invitation" ("organizationId", email, "builtInRole", "mailTokenDigest", "expiresAt")
     values ($1, 'ada@people.test', 'member', $2, now() + interval '1 day') returning id`,
    [org.id, digest(invite)],
  )
})

test('where sign-up is by invitation, nobody makes an account without one, or with that of somebody else', async () => {
  asNobody()
  expect(await askToSignUp('mallory@people.test')).toMatchObject(REFUSED)
  expect(await askToSignUp('mallory@people.test', { invite })).toMatchObject(REFUSED)
  expect(await askToSignUp('ada@people.test', { invite: createSecret() })).toMatchObject(REFUSED)
  expect(await rows(`select id from "User" where email in ('mallory@people.test', 'ada@people.test')`)).toEqual([])
})

test('ada, who was invited, does; once it is revoked the invitation lets nobody in', async () => {
  asNobody()
  expect(await askToSignUp('ada@people.test', { invite })).toEqual({ redirectTo: '/verify-email?sent' })
  expect((await newestMail('ada@people.test', 'verify-email')).token).toMatch(/^[\w-]{43}$/)
  await rows('update "Invitation" set "revokedAt" = now()')
  expect(await askToSignUp('ada@people.test', { invite })).toMatchObject(REFUSED)
})
