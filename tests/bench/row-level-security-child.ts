import { performance } from 'node:perf_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '@/lib/db/generated/client'
import { poolConfig } from '@/lib/db/pool'
import { scopedTo } from '@/lib/db/scope'
import { newestFirst, PAGE } from '@/lib/domain/paging'
import type { Pace } from './load'
import { median } from './result'

/** `latency` in ms with one connection, `perSecond` with ten. */
export type Sample = Record<'scoped' | 'plain', { latency: number; perSecond: number }>

const { organizationId, rounds, warmUp, seconds } = JSON.parse(process.argv[2] ?? '') as Pace & {
  organizationId: string
}

const names = new Map<string, string>()
const plainClient = new PrismaClient({
  adapter: new PrismaPg(new pg.Pool(poolConfig()), {
    schema: 'unprotected',
    statementNameGenerator: ({ sql }) => names.get(sql) ?? (names.set(sql, `p${names.size}`).get(sql) as string),
  }),
})
const scopedClient = scopedTo({ organizationId })

const page = {
  orderBy: [...newestFirst],
  take: PAGE + 1,
  select: { id: true, name: true, archivedAt: true, createdAt: true },
}
const queries = {
  scoped: () => scopedClient.project.findMany({ ...page, where: { archivedAt: null } }),
  plain: () => plainClient.project.findMany({ ...page, where: { archivedAt: null, organizationId } }),
}

const [one, other] = [JSON.stringify(await queries.scoped()), JSON.stringify(await queries.plain())]
if (one !== other || one === '[]') throw new Error('The two queries do not give the same rows.')

for (const query of Object.values(queries)) await repeat(query, 10, warmUp * 1_000)
const samples: Sample[] = []
for (let round = 0; round < rounds; round++) {
  const took: Record<keyof Sample, number[]> = { scoped: [], plain: [] }
  const sample: Sample = { scoped: { latency: 0, perSecond: 0 }, plain: { latency: 0, perSecond: 0 } }
  // in turns of a quarter of a second: both meet the same noise
  for (let turn = 0; turn < seconds * 4; turn++) {
    for (const client of ['scoped', 'plain'] as const) took[client].push(...(await repeat(queries[client], 1, 250)))
  }
  for (const client of ['scoped', 'plain'] as const) sample[client].latency = median(took[client])
  const done = { scoped: 0, plain: 0 }
  for (let turn = 0; turn < seconds; turn++) {
    for (const client of ['scoped', 'plain'] as const) done[client] += (await repeat(queries[client], 10, 1_000)).length
  }
  for (const client of ['scoped', 'plain'] as const) sample[client].perSecond = done[client] / seconds
  samples.push(sample)
}
process.send?.(samples, () => process.exit())

/** How long each took, in ms, that many at a time. */
async function repeat(query: () => PromiseLike<unknown>, lanes: number, time: number) {
  const until = performance.now() + time
  const took: number[] = []
  const lane = async () => {
    while (performance.now() < until) {
      const start = performance.now()
      await query()
      took.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return took
}
