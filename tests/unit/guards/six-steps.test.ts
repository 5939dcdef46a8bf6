import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { startThrowawayCluster } from '@/scripts/lib/cluster'
import { end, finish, start } from '@/tests/support/child'
import { listEntrances } from '@/tests/support/entrances'
import { environment } from '@/tests/support/environment'
import { parse, readSources } from '@/tests/support/import-graph'
import { copyEverything, sixSteps } from '@/tests/support/six-steps'

// README.md promises that a resource is added in six steps, and that the guards name what was forgotten.

const place = `.data/six-steps-${process.pid}` // two runs beside each other have one each
const folder = path.resolve(place)
// Each names its row; the rest have no list, and are asked at the end.
const lists = ['unit/guards/docs', 'unit/permissions', 'unit/domain/slugs', 'integration/isolation']
const others = [
  ...['unit/guards/entrances', 'unit/guards/imports', 'integration/entrances', 'integration/invoices'],
  'integration/organization-export',
]
// not the planted faults, nor the long race between tenants: they have been asked in this tree
const quickly = ['-t', '^(?!.*(is found, and|eight hundred))']
const files = (names: string[]) => names.map((name) => `tests/${name}.test.ts`)

const children: ReturnType<typeof start>[] = []
afterAll(async () => {
  await Promise.all(children.map((child) => end(child)))
  rmSync(folder, { recursive: true, force: true })
})

async function run(program: string, args: string[], more: Record<string, string> = {}) {
  let text = ''
  // what this run of Vitest tells its own children is not for the one inside
  const inherited = Object.keys(process.env).filter((name) => /^(VITEST|NODE_ENV|TEST|DEV|PROD|MODE|SSR)/.test(name))
  const env = { ...Object.fromEntries(inherited.map((name) => [name, undefined])), ...environment, ...more }
  const child = start(program, args, { cwd: folder, env, stdio: 'pipe' })
  children.push(child)
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk))
  const code = await finish(child, 240_000)
  return { code, text: stripVTControlCharacters(text) }
}

/** The ways into the copy that the matrix of who gets what does not know. */
function withoutRow() {
  const sources = readSources([`${place}/app`])
  const moved = Object.entries(sources).map(([file, text]) => [file.slice(place.length + 1), text] as const)
  const matrix = readFileSync(`${place}/tests/attack/matrix.spec.ts`, 'utf8')
  const names = listEntrances(parse(Object.fromEntries(moved))).map(({ name }) => name)
  return names.filter((name) => !matrix.includes(`\n  ${name}  `))
}

test('the six steps of README.md add a resource, and until the last one the guards name what is missing', async () => {
  copyEverything(folder)
  const steps = sixSteps(folder)

  steps.table()
  const cluster = await startThrowawayCluster()
  try {
    const database = { DATABASE_URL: cluster.appUrl, DATABASE_OWNER_URL: cluster.ownerUrl }
    const { code, text } = await run('scripts/db.ts', ['new', 'add_invoices'], database)
    expect(code, text).toBe(0)
    steps.isolate(text.match(/Wrote (\S+migration\.sql)/)?.[1] ?? '')
  } finally {
    await cluster.stop()
  }
  steps.permissions()
  steps.domain()
  steps.pages()
  steps.handler()
  steps.frontDoor()

  const before = await run('scripts/test.ts', [...files(lists), ...quickly])
  expect(before.code).not.toBe(0)
  expect(before.text).toContain('Table Invoice is on no list →')
  expect(before.text).toContain('Add these to `places` in lib/domain/organizations/slugs.ts')
  expect(before.text).toContain('docs/permissions.md is the catalogue →')
  expect(before.text).toMatch(/FAIL .*tests\/unit\/permissions\.test\.ts/)
  expect(withoutRow()).toContain('createInvoice')

  steps.tests()
  expect(withoutRow()).toEqual([])
  const style = await run(path.resolve('node_modules/@biomejs/biome/bin/biome'), ['check', '--write', '.'])
  expect(style.code, style.text).toBe(0)
  const [check, after] = await Promise.all([
    run('scripts/check.ts', ['--write']),
    run('scripts/test.ts', [...files([...lists, ...others]), ...quickly]),
  ])
  expect(check.code, check.text).toBe(0)
  expect(readFileSync(`${place}/prisma/wall.txt`, 'utf8')).toContain('policy in_org on "Invoice"')
  expect(after.code, after.text).toBe(0)
}, 600_000)
