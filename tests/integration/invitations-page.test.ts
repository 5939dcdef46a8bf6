import { expect, test } from 'vitest'
import { changeRole } from '@/app/o/[slug]/members/actions'
import { findVisitor, orgQuery } from '@/lib/access/queries'
import { listInvitations, listInvitationsSchema } from '@/lib/domain/invitations/invitations'
import { findInvitation } from '@/lib/domain/invitations/opened'
import { viewOf } from '@/lib/domain/invitations/view'
import { getPeople } from '@/lib/domain/members/people'
import { as, asOne } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { type Person, person } from '@/tests/support/people'
import { inside, newVisitor } from '@/tests/support/visitor'
import { join, organization } from '@/tests/support/world'
import { copyLink, invite } from './invitation-mail'

async function look(token: string) {
  const invitation = await findInvitation(token)
  return invitation && viewOf(invitation, await findVisitor())
}
const seenBy = (someone: Person, token: string) => asOne(someone, () => look(token))
const seenByNobody = (token: string) => inside(newVisitor(), () => look(token))

test('the page knows each state of an invitation, and looking changes none', async () => {
  const { org, grace } = await organization('states', { grace: 'admin' })
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  const { token, id } = await invite(grace, org, ada.email, 'member')
  const copied = await copyLink(grace, org, id)
  const set = (sql: string) => rows(`update "Invitation" set ${sql} where id = $1 returning id`, [id])

  expect(await seenByNobody('a'.repeat(43))).toBeNull()
  expect(await seenByNobody("' or 1=1 --")).toBeNull()
  for (const secret of [token, copied]) {
    expect(await seenByNobody(secret)).toBe('signedOut')
    expect(await seenBy(ada, secret)).toBe('open')
    expect(await seenBy(mallory, secret)).toBe('wrongAccount')
    expect(await seenBy(grace, secret)).toBe('wrongAccount')
  }
  await rows('update "User" set "emailVerified" = null where id = $1 returning id', [ada.id])
  expect(await seenBy(ada, token)).toBe('unverified')
  await rows('update "User" set "emailVerified" = now() where id = $1 returning id', [ada.id])

  await set(`"expiresAt" = now()`)
  expect(await seenBy(ada, token)).toBe('expired')
  await set(`"expiresAt" = now() + interval '1 day', "revokedAt" = now()`)
  expect(await seenBy(ada, token)).toBe('revoked')
  await set(`"revokedAt" = null, "acceptedAt" = now()`)
  expect(await seenByNobody(token)).toBe('accepted')
  await set(`"acceptedAt" = null`)

  await rows(`update "Membership" set "builtInRole" = 'viewer' where id = $1 returning id`, [grace.membershipId])
  expect(await seenBy(ada, token)).toBe('unavailable')
  expect(await seenByNobody(token)).toBe('unavailable')
  await rows(`update "Membership" set "builtInRole" = 'admin' where id = $1 returning id`, [grace.membershipId])
  await rows('update "Organization" set "deletedAt" = now() where id = $1 returning id', [org.id])
  expect(await seenBy(ada, token)).toBe('unavailable')
  await rows('update "Organization" set "deletedAt" = null where id = $1 returning id', [org.id])

  expect(await seenBy(ada, token)).toBe('open')
  await join(org, ada, 'viewer')
  expect(await seenBy(ada, token)).toBe('member')
})

test('the list says which invitations nobody stands behind any more', async () => {
  const { org, olive, grace } = await organization('stand-behind', { olive: 'owner', grace: 'admin' })
  await invite(grace, org, 'ada@behind.test', 'member')
  await invite(olive, org, 'bob@behind.test', 'member')
  const list = (query: object = {}) =>
    asOne(olive, async () => {
      const seen = await orgQuery(org.slug, 'member:invite', (ctx) =>
        Promise.all([listInvitations(ctx, listInvitationsSchema.parse(query)), getPeople(ctx)]),
      )
      if ('refusal' in seen) throw new Error('refused')
      const [{ rows }, people] = seen.data
      return { shown: rows.map(({ email, vouched, invitedBy }) => [email, vouched, invitedBy?.name]), people }
    })
  await as(olive)
  await changeRole(org.slug, {}, form({ membershipId: grace.membershipId, role: 'member' }))
  expect((await list()).shown).toEqual([
    ['bob@behind.test', true, 'olive'],
    ['ada@behind.test', false, 'grace'],
  ])
  await rows('delete from "Membership" where id = $1 returning id', [grace.membershipId])
  expect((await list({ q: 'ADA' })).shown).toEqual([['ada@behind.test', false, undefined]])
  expect((await list({ status: 'expired' })).shown).toEqual([])
  expect((await list({ status: 'pending', role: 'member' })).shown).toHaveLength(2)
  expect((await list()).people).toMatchObject({ members: 1, invitations: 2, owners: 1 })
})
