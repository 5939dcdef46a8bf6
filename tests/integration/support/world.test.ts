import { expect, test } from 'vitest'
import { connection, row, rows } from '@/tests/support/database'
import { person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { join, organization } from '@/tests/support/world'

test('an organization has the people that were asked for, and an owner', async () => {
  const { org, grace, linus } = await organization('acme', { grace: 'admin', linus: 'member' })
  const members = await rows(
    `select u.name, m."builtInRole" as role from "Membership" m join "User" u on u.id = m."userId" where "organizationId" = $1 order by 1`,
    [org.id],
  )
  expect(members).toEqual([
    { name: 'grace', role: 'admin' },
    { name: 'linus', role: 'member' },
    { name: 'olive', role: 'owner' },
  ])
  const globex = await organization('globex')
  expect(await join(globex.org, grace, 'viewer')).toMatchObject({ id: grace.id, visitor: grace.visitor })
  expect(linus.membershipId).not.toBe(grace.membershipId)
})

test('the lock is let go when the rivals wait for it', async () => {
  const ada = await person('ada')
  const rename = async (name: string) => {
    const client = await connection()
    await client.query('update "User" set name = $2 where id = $1', [ada.id, name]).finally(() => client.end())
    return name
  }
  const lock = { sql: 'select from "User" where id = $1 for update', values: [ada.id] }
  const outcomes = await race(lock, 3, () => ['one', 'two', 'three'].map(rename))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
  await expect(race(lock, 2, () => [rename('only one')])).rejects.toThrow('1 of 2 rivals wait for the lock')
})

test('a file has a database of its own, and the application comes as the app role', async () => {
  expect(await row('select current_database() as name')).toEqual({
    name: new URL(process.env.DATABASE_URL ?? '').pathname.slice(1),
  })
  expect(new URL(process.env.DATABASE_URL ?? '').username).not.toBe(
    new URL(process.env.DATABASE_OWNER_URL ?? '').username,
  )
})
