import path from 'node:path'
import { expect, test } from 'vitest'
import { gateOf } from '@/lib/access/entrance'
import { listEntrances } from '@/tests/support/entrances'

// Handlers that say nothing to a gate, as they neither read nor change anything of a person's but the caller's own.
const withoutGate = ['GET /api/health/live', 'GET /api/health/ready', 'GET /api/session']
const entrances = listEntrances().filter(({ kind, name }) => kind !== 'page' && !withoutGate.includes(name))

test.each(entrances)('$kind $name is what a gate made', async ({ name, file, exported }) => {
  const module: Record<string, unknown> = await import(/* @vite-ignore */ path.resolve(file))
  const gate = gateOf(module[exported])
  expect(gate, `${name} in ${file} → make it with a gate of lib/access.`).toBeDefined()
  const inOrganization = file.includes('/o/[slug]/')
  expect(
    gate?.kind === 'org',
    `${name} in ${file} → an entrance under o/[slug] needs a permission, and no other has an organization.`,
  ).toBe(inOrganization)
})

test('what no gate made is told from what one did', () => {
  expect(gateOf(async () => {})).toBeUndefined()
  expect(gateOf({ kind: 'org' })).toBeUndefined()
})
