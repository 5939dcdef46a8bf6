import { beforeAll, expect, test, vi } from 'vitest'
import { createSecret, digest } from '@/lib/auth/secrets'
import { findSignUpInvitation } from '@/lib/auth/sign-up-mode'
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
  const { org, olive } = await organization('acme', { olive: 'owner', grace: 'admin' })
  await row(
    `insert into "Invitation" ("organizationId", email, "builtInRole", "invitedById", "mailTokenDigest", "expiresAt")
     values ($1, 'ada@people.test', 'member', $2, $3, now() + interval '1 day') returning id`,
    [org.id, olive.id, digest(invite)],
  )
})

test('where sign-up is by invitation, nobody makes an account without one, or with that of somebody else', async () => {
  asNobody()
  expect(await askToSignUp('mallory@people.test')).toMatchObject(REFUSED)
  expect(await askToSignUp('mallory@people.test', { invite })).toMatchObject(REFUSED)
  expect(await askToSignUp('ada@people.test', { invite: createSecret() })).toMatchObject(REFUSED)
  expect(await rows(`select id from "User" where email in ('mallory@people.test', 'ada@people.test')`)).toEqual([])
})

test('an invitation that nobody could accept makes no account either', async () => {
  asNobody()
  for (const [gone, back] of [
    [`update "Organization" set "deletedAt" = now()`, `update "Organization" set "deletedAt" = null`],
    [`update "Invitation" set "expiresAt" = now()`, `update "Invitation" set "expiresAt" = now() + interval '1 day'`],
    // its inviter is a viewer now; has left; is disabled
    [
      `update "Invitation" set "invitedById" = (select id from "User" where email like 'grace%');
       update "Membership" set "builtInRole" = 'viewer' where "builtInRole" = 'admin'`,
      `update "Membership" set "builtInRole" = 'admin' where "builtInRole" = 'viewer'`,
    ],
    [
      `update "Membership" set "roleEndsAt" = now() where "builtInRole" = 'admin'`,
      `update "Membership" set "roleEndsAt" = null`,
    ],
    [
      `update "User" set "disabledAt" = now() where email like 'grace%'`,
      `update "User" set "disabledAt" = null where email like 'grace%'`,
    ],
  ] as const) {
    await rows(gone)
    expect(await askToSignUp('ada@people.test', { invite }), gone).toMatchObject(REFUSED)
    expect(await findSignUpInvitation(invite)).toBeNull()
    await rows(back)
  }
  expect(await findSignUpInvitation(invite)).toEqual({ email: 'ada@people.test' })
})

test('ada, who was invited, does; once it is revoked the invitation lets nobody in', async () => {
  asNobody()
  expect(await askToSignUp('ada@people.test', { invite })).toEqual({ redirectTo: '/verify-email?sent' })
  expect((await newestMail('ada@people.test', 'verify-email')).token).toMatch(/^[\w-]{43}$/)
  await rows('update "Invitation" set "revokedAt" = now()')
  expect(await askToSignUp('ada@people.test', { invite })).toMatchObject(REFUSED)
})
