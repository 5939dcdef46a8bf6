import { expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { scopedTo } from '@/lib/db/scope'
import { rows } from '@/tests/support/database'
import { organization } from '@/tests/support/world'

const settings = `select current_setting('app.identity', true) || current_setting('app.user_id', true) || current_setting('app.organization_id', true) as left`

async function tenants(count: number, prefix: string) {
  const made = await Promise.all(Array.from({ length: count }, (_, n) => organization(`${prefix}-${n}`)))
  for (const { org } of made)
    await rows(`insert into "Project" ("organizationId", name) values ($1, $2)`, [org.id, `Project of ${org.slug}`])
  return made.map(({ org }) => org)
}

test('eight hundred reads of forty tenants at once, failing ones among them: each sees its own and nothing else', async () => {
  const all = await tenants(40, 'crowd')
  const reads = Array.from({ length: 800 }, async (_, n) => {
    const org = all[n % all.length] as (typeof all)[number]
    const db = scopedTo({ organizationId: org.id })
    if (n % 7 === 0) await expect(db.$queryRaw`select 1 / 0`).rejects.toThrow()
    const seen = await db.project.findMany({ select: { name: true } })
    expect(seen).toEqual([{ name: `Project of ${org.slug}` }])
  })
  await Promise.all(reads)
})

test('the scope ends with its statement, also with one that fails', async () => {
  const [org] = await tenants(1, 'alone')
  const db = scopedTo({ organizationId: org?.id ?? '' })
  expect(await db.project.findMany({ select: { id: true } })).toHaveLength(1)
  expect(await prisma.$queryRawUnsafe(settings)).toEqual([{ left: '' }])
  await expect(db.$queryRaw`select 1 / 0`).rejects.toThrow()
  expect(await prisma.$queryRawUnsafe(settings)).toEqual([{ left: '' }])
  expect(await prisma.project.findMany()).toEqual([])
})

test('what fails leaves nothing behind: the statement and its scope are one transaction', async () => {
  const [org] = await tenants(1, 'whole')
  const db = scopedTo({ organizationId: org?.id ?? '' })
  const both = db.$executeRaw`
    with made as (insert into "Project" (name) values ('Half') returning 1 as one) select one / 0 from made`
  await expect(both).rejects.toThrow()
  expect(await db.project.findMany({ select: { name: true } })).toEqual([{ name: 'Project of whole-0' }])
})

test('where the scope cannot be entered the statement does not run, and the connection is not used again', async () => {
  const [org] = await tenants(1, 'lost')
  const db = scopedTo({ organizationId: org?.id ?? '' })
  const insert = () => db.$executeRaw`insert into "Project" (name) values ('Late')`
  await prisma.$executeRawUnsafe('deallocate enter_scope') // the one that is used next: the pool takes the latest first
  await expect(insert()).rejects.toThrow('enter_scope')
  expect(await insert()).toBe(1)
  expect(
    await rows(`select name from "Project" where "organizationId" = $1 and name = 'Late'`, [org?.id]),
  ).toHaveLength(1)
})
