import { describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { inTransaction, scopedTo } from '@/lib/db/scope'
import { connection, row, rows } from '@/tests/support/database'
import { isolationFaults } from '@/tests/support/isolation'
import { organization } from '@/tests/support/world'

describe('the wall is complete', () => {
  test('every table is on one list and has what its list demands; every door is on the list', async () => {
    const db = await connection()
    expect(await isolationFaults(db)).toEqual([])
    await db.end()
  })

  const planted = {
    'a tenant table without the wall': `create table "Planted" (id uuid primary key, "organizationId" uuid not null)`,
    'a table on no list': `create table "Stray" (id uuid primary key)`,
    'a policy that lets everything through': `create policy open on "Project" using (true)`,
    'a table whose wall is not forced': `alter table "Project" no force row level security`,
    'history that the app may change': `grant update on "AuditEvent" to app_user`,
    'a door that nobody listed': `create function peek() returns bigint language sql security definer as 'select count(*) from "User"'`,
    'a door with an open search path': `alter function find_invitation(bytea) reset search_path`,
    'a door that everybody may use': `grant execute on function append_audit(jsonb) to public`,
    'a reference between tenants that leaves the organization out': `alter table "Membership" add constraint loose foreign key ("roleId") references "Role" (id)`,
  }
  test.each(Object.entries(planted))('%s is found, and the message names the fix', async (_, sql) => {
    const db = await connection()
    await db.query('begin')
    await db.query(sql)
    const faults = await isolationFaults(db)
    await db.query('rollback')
    await db.end()
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/→/)
  })
})

describe('two tenants in the same tick', () => {
  test('eight hundred reads of two organizations never see the other one, in whatever order they are awaited', async () => {
    const [a, b] = await Promise.all([organization('tick-a'), organization('tick-b')])
    for (const { org } of [a, b]) {
      await rows(`insert into "Project" ("organizationId", name) select $1, $2 || n from generate_series(1, 5) n`, [
        org.id,
        org.slug,
      ])
    }
    const clients = [a, b].map(({ org }) => ({ org, db: scopedTo({ organizationId: org.id }) }))
    const reads = Array.from({ length: 800 }, (_, i) => {
      const { org, db } = clients[i % 2] as (typeof clients)[0]
      return { org, found: db.project.findMany({ select: { name: true, organizationId: true } }) }
    })
    for (const { org, found } of reads.reverse()) {
      const names = await found
      expect(names).toHaveLength(5)
      expect(names.every(({ organizationId }) => organizationId === org.id)).toBe(true)
    }
  })

  test('by id, and without a where, one organization sees nothing of the other; without a scope nothing is seen at all', async () => {
    const [a, b] = await Promise.all([organization('wall-a', { ada: 'member' }), organization('wall-b')])
    const { id } = await row<{ id: string }>(
      `insert into "Project" ("organizationId", name) values ($1, 'secret') returning id`,
      [b.org.id],
    )
    const db = scopedTo({ organizationId: a.org.id })
    expect(await db.project.findFirst({ where: { id } })).toBeNull()
    expect(await db.project.findMany()).toEqual([])
    expect(await db.user.findMany({ select: { id: true }, where: { id: a.ada.id } })).toEqual([{ id: a.ada.id }])
    expect((await db.user.findMany()).length).toBe(2)
    expect(await db.password.findMany()).toEqual([])
    expect(await db.session.findMany()).toEqual([])
    await expect(
      inTransaction({ organizationId: a.org.id }, (tx) => tx.project.update({ where: { id }, data: { name: 'mine' } })),
    ).rejects.toThrow()
    await expect(
      inTransaction({ organizationId: a.org.id }, (tx) =>
        tx.project.create({ data: { name: 'planted', organizationId: b.org.id } }),
      ),
    ).rejects.toThrow(/row-level security/)
    await expect(inTransaction({ organizationId: a.org.id }, (tx) => tx.auditEvent.deleteMany())).rejects.toThrow(
      /permission denied/,
    )
  })

  test('a person’s own scope shows their memberships everywhere, and of other people nothing', async () => {
    const { org, ada } = await organization('own-scope', { ada: 'member' })
    const db = scopedTo({ userId: ada.id })
    expect(await db.membership.findMany({ select: { organizationId: true } })).toEqual([{ organizationId: org.id }])
    expect(await db.user.findMany({ select: { id: true } })).toEqual([{ id: ada.id }])
    expect(await db.project.findMany()).toEqual([])
  })

  test('a read that fails takes its scope along, and its connection is good for the next one', async () => {
    const { org } = await organization('failing-read')
    await row(`insert into "Project" ("organizationId", name) values ($1, 'secret') returning id`, [org.id])
    const db = scopedTo({ organizationId: org.id })
    for (let time = 0; time < 12; time++) {
      await expect(db.$queryRaw`select 1 / (select count(*) - count(*) from "Project")`).rejects.toThrow(
        'division by zero',
      )
      expect(await prisma.project.findMany()).toEqual([])
      expect(await db.project.count()).toBe(1)
      expect(await prisma.project.findMany()).toEqual([])
    }
  })

  test('findUnique is not to be had: it is batched across requests, and so across scopes', async () => {
    const { org } = await organization('no-unique')
    const db = scopedTo({ organizationId: org.id }) as unknown as {
      project: { findUnique(args: object): Promise<unknown> }
    }
    await expect(db.project.findUnique({ where: { id: org.id } })).rejects.toThrow('use findFirst')
  })
})
