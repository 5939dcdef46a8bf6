import { describe, expect, test } from 'vitest'
import { inviteMany, inviteMembers } from '@/app/o/[slug]/members/actions'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import type { Person } from '@/tests/support/people'
import { organization } from '@/tests/support/world'
import { history } from './invitation-mail'

const people = (count: number, domain: string) => Array.from({ length: count }, (_, index) => `p${index}@${domain}`)

async function send(someone: Person, slug: string, emails: string, more: Record<string, string> = {}) {
  await as(someone)
  return inviteMany(slug, {}, form({ emails, role: 'member', ...more }))
}

/** A day after it was made, so that more than fifty a day are allowed. */
async function grown<Name extends string>(slug: string, roles: Partial<Record<Name, 'admin' | 'member'>> = {}) {
  const made = await organization(slug, roles)
  await rows(`update "Organization" set "createdAt" = now() - interval '2 days' where id = $1 returning id`, [
    made.org.id,
  ])
  return made
}

describe('many at once', () => {
  test('grace sends a file: each line has its answer, and only the addresses are taken from it', async () => {
    const { org, grace, linus } = await grown('file', { grace: 'admin', linus: 'member' })
    const file = `\ufeffName;E-mail;Role\r\n=cmd|'/C calc'!A0;ada@file.test;owner\r\n"Hopper; Grace";bob@file.test;admin\r\nLinus;${linus.email};viewer\r\nNobody;nobody;viewer\r\n`
    const answer = await send(grace, 'file', file, { message: 'Welcome <b>all</b>.' })
    expect(answer).toMatchObject({ ok: true, message: '2 invitations are on their way.' })
    expect(answer.results?.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ['ada@file.test', 'Invited.'],
      ['bob@file.test', 'Invited.'],
      [linus.email, 'Already a member.'],
      ['nobody', 'That does not look like an e-mail address.'],
    ])
    expect(answer.values).toMatchObject({ emails: 'nobody', rest: '0' })
    expect(
      await rows(
        'select email, "builtInRole" as role, message from "Invitation" where "organizationId" = $1 order by email',
        [org.id],
      ),
    ).toEqual([
      { email: 'ada@file.test', role: 'member', message: 'Welcome <b>all</b>.' },
      { email: 'bob@file.test', role: 'member', message: 'Welcome <b>all</b>.' },
    ])
  })

  test('of a long list twenty-five are sent at a time, and the rest stays in the field until all are done', async () => {
    const { org, grace } = await grown('long', { grace: 'admin' })
    let left = ['nonsense', ...people(59, 'long.test')].join('\n')
    const waiting: string[] = []
    for (let press = 0; press < 3; press++) {
      const answer = await send(grace, 'long', left)
      expect(answer.ok).toBe(true)
      waiting.push(answer.values?.rest ?? '')
      left = answer.values?.emails ?? ''
    }
    expect(waiting).toEqual(['35', '11', '0'])
    expect(left).toBe('nonsense')
    expect(await row('select count(*)::int as count from "Invitation" where "organizationId" = $1', [org.id])).toEqual({
      count: 59,
    })
    expect(await history(org)).toHaveLength(59)
  })

  test('an organization sends no more in a day than it may, however it sends them', async () => {
    const { org, grace } = await organization('first-day-many', { grace: 'admin' })
    await as(grace)
    await inviteMembers('first-day-many', {}, form({ emails: people(30, 'few.test').join('\n'), role: 'member' }))
    const answer = await send(grace, 'first-day-many', people(40, 'more.test').join('\n'))
    expect(answer.results?.filter(({ ok }) => ok)).toHaveLength(20)
    expect(answer.results?.at(-1)).toEqual({
      subject: 'p24@more.test',
      outcome: expect.stringMatching(/^Too many tries\..* Today’s limit is 50 invitations\.$/),
      ok: false,
    })
    expect(answer.values?.emails?.split('\n')).toHaveLength(20)
    expect(await row('select count(*)::int as count from "Invitation" where "organizationId" = $1', [org.id])).toEqual({
      count: 50,
    })
  })

  test('while every seat is taken nobody is invited, and each line says so', async () => {
    const { org, grace } = await grown('no-seat', { grace: 'admin' })
    await rows('update "Organization" set "seatLimit" = 2 where id = $1 returning id', [org.id])
    const answer = await send(grace, 'no-seat', 'ada@no-seat.test')
    expect(answer).toMatchObject({ message: 'No invitation was sent.', values: { emails: 'ada@no-seat.test' } })
    expect(answer.results).toEqual([
      { subject: 'ada@no-seat.test', outcome: expect.stringMatching(/^Every seat/), ok: false },
    ])
    await rows('update "Organization" set "seatLimit" = 3 where id = $1 returning id', [org.id])
    expect(await send(grace, 'no-seat', 'ada@no-seat.test, bob@no-seat.test')).toMatchObject({
      message: '2 invitations are on their way.',
    })
  })

  test('more than five hundred, or nothing, is refused before anything is sent', async () => {
    const { org, grace } = await grown('too-many', { grace: 'admin' })
    expect((await send(grace, 'too-many', people(501, 'x.test').join('\n'))).fieldErrors).toEqual({
      emails: ['At most 500 addresses at once, please.'],
    })
    expect((await send(grace, 'too-many', ' \n;;\n')).fieldErrors).toEqual({ emails: ['Enter at least one address.'] })
    expect(await history(org)).toEqual([])
  })

  test('grace, an admin, makes no owners of them, and linus, a member, nothing', async () => {
    const { org, grace, linus } = await grown('not-given', { grace: 'admin', linus: 'member' })
    expect(await send(grace, 'not-given', 'ada@x.test', { role: 'owner' })).toMatchObject({
      message: 'You can only give what you have.',
    })
    expect((await send(linus, 'not-given', 'ada@x.test', { role: 'viewer' })).message).toContain('member:invite')
    expect(await history(org)).toEqual([])
  })
})
