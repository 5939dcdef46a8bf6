import { expect, test } from 'vitest'
import { askForNewInvitation } from '@/app/invite/actions'
import { resendInvitation } from '@/app/o/[slug]/members/actions'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { person } from '@/tests/support/people'
import { join, organization } from '@/tests/support/world'
import { copyLink, history, invite, mailedToken, makeLink } from './invitation-mail'

const asked = { ok: true, message: 'You asked for a new one. It comes by mail.' }
const nothing = { message: 'There is nothing here.' }

function ask(token: string) {
  asNobody()
  return askForNewInvitation({}, form({ token }))
}

async function mailsAbout(email: string) {
  await drainOnce()
  const mails = await rows<{ to: string }>(
    `select "to" from "MailboxMessage" where template = 'invitation-asked' and subject like $1 order by "to"`,
    [`${email.split('@')[0]}%`],
  )
  return mails.map(({ to }) => to)
}

const expire = (id: string) => rows(`update "Invitation" set "expiresAt" = now() where id = $1 returning id`, [id])

test('ada came too late and asks, signed out: grace is told once, and sending it again answers her', async () => {
  const { org, grace } = await organization('asked', { grace: 'admin' })
  const { token, id } = await invite(grace, org, 'ada@asked.test', 'member')
  await expire(id)
  expect(await ask(token)).toMatchObject(asked)
  expect(await ask(token)).toMatchObject(asked)
  expect(await mailsAbout('ada@asked.test')).toEqual([grace.email])
  expect(await history(org)).toEqual(['invitation.created', 'invitation.asked_again'])
  await rows(`update "Invitation" set "askedAgainAt" = now() - interval '25 hours' where id = $1 returning id`, [id])
  expect(await ask(token)).toMatchObject(asked)
  expect(await mailsAbout('ada@asked.test')).toHaveLength(2)

  await as(grace)
  await resendInvitation('asked', {}, form({ invitationId: id }))
  expect(await row('select "askedAgainAt" from "Invitation" where id = $1', [id])).toEqual({ askedAgainAt: null })
  expect(await ask(token)).toMatchObject(nothing)
  expect(await ask(await mailedToken('ada@asked.test'))).toMatchObject({
    message: expect.stringContaining('Load the page'),
  })
})

test('when grace is gone or may no longer invite, those who may are asked, and nobody else', async () => {
  const { org, olive, grace } = await organization('asked-others', {
    olive: 'owner',
    grace: 'admin',
    linus: 'member',
    vera: 'viewer',
  })
  const { token, id } = await invite(grace, org, 'bea@asked.test', 'admin')
  await rows(`update "Membership" set "builtInRole" = 'member' where id = $1 returning id`, [grace.membershipId])
  const helper = await person('helper')
  await join(org, helper, 'viewer')
  const { id: roleId } = await row<{ id: string }>(
    `insert into "Role" ("organizationId", name, permissions) values ($1, 'Helper', '{member:read,member:invite}') returning id`,
    [org.id],
  )
  await rows(`update "Membership" set "builtInRole" = null, "roleId" = $2 where "userId" = $1 returning id`, [
    helper.id,
    roleId,
  ])
  await expire(id)
  expect(await ask(token)).toMatchObject(asked)
  // the helper may invite, but not make an admin
  expect(await mailsAbout('bea@asked.test')).toEqual([olive.email])
})

test('a copied link, a link for several, an open or a revoked invitation, and one of a deleted organization ask nobody', async () => {
  const { org, olive } = await organization('asked-not')
  const { id, token } = await invite(olive, org, 'cy@asked.test', 'member')
  expect(await ask(token)).toMatchObject({ message: expect.stringContaining('Load the page') })
  const copied = await copyLink(olive, org, id)
  await expire(id)
  expect(await ask(copied)).toMatchObject(nothing)
  const link = await makeLink(olive, org)
  await expire(link.id)
  expect(await ask(link.token)).toMatchObject(nothing)
  expect(await ask('x'.repeat(43))).toMatchObject(nothing)
  await rows(`update "Invitation" set "revokedAt" = now() where id = $1 returning id`, [id])
  expect(await ask(token)).toMatchObject({ message: expect.stringContaining('Load the page') })
  await rows(`update "Invitation" set "revokedAt" = null where id = $1 returning id`, [id])
  await rows(`update "Organization" set "deletedAt" = now() where id = $1 returning id`, [org.id])
  expect(await ask(token)).toMatchObject(nothing)
  expect(await mailsAbout('cy@asked.test')).toEqual([])
})
