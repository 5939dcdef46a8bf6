import { describe, expect, test } from 'vitest'
import { brand } from '@/lib/brand'
import { parse, readSources, type Sources, type Tree } from '@/tests/support/import-graph'
import * as pages from '@/tests/support/import-graph-pages'
import * as rules from '@/tests/support/import-graph-rules'

const name = (tree: Tree) => rules.namesOfTheProduct(tree, {}, 'Atrium')
const gated = `export default async function Page() { const seen = await orgQuery('acme', 'project:read', list)
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  return null }`
const actions = `'use server'\nexport const rename = 1`

type Planted = Record<string, Sources>
const guards: [says: string, rule: (tree: Tree) => string[], planted: Planted][] = [
  [
    'the client without a scope is for lib/db and lib/auth',
    rules.importsOfDatabaseClient,
    {
      'a domain file that takes it': {
        'lib/db/client.ts': '',
        'lib/domain/a.ts': `import { prisma } from '@/lib/db/client'`,
      },
      'a page that takes the generated one': { 'app/page.tsx': `import { Prisma } from '@/lib/db/generated/client'` },
      'one that loads it late': { 'lib/db/client.ts': '', 'lib/jobs/a.ts': `const db = await import('../db/client')` },
    },
  ],
  [
    'Auth.js, WebAuthn, the driver, the queue and mail each have one folder',
    rules.importsOfPackages,
    {
      'Auth.js in a page': { 'app/page.tsx': `import NextAuth from 'next-auth'` },
      'WebAuthn in a component': { 'components/a.tsx': `import { startRegistration } from '@simplewebauthn/browser'` },
      'an adapter in the domain': { 'lib/domain/a.ts': `import { PrismaAdapter } from '@auth/prisma-adapter'` },
      'a connection of its own': { 'lib/domain/a.ts': `import pg from 'pg'` },
      'mail past the queue': { 'lib/domain/a.ts': `import { Resend } from 'resend'` },
    },
  ],
  [
    'imports point down',
    rules.importsUpwards,
    {
      'a domain file that imports an action': { 'lib/domain/a.ts': `import { rename } from '@/app/new/actions'` },
      'a component that imports the domain': { 'components/a.tsx': `import { list } from '@/lib/domain/projects'` },
    },
  ],
  [
    'a route’s files are its own',
    rules.importsOfOtherRoutes,
    {
      'an action of a neighbour': {
        'app/a/actions.ts': actions,
        'app/b/page.tsx': `import { rename } from '../a/actions'`,
      },
      'a component of a route below': {
        'app/a/b/page.tsx': '',
        'app/a/b/row.tsx': '',
        'app/a/page.tsx': `import { Row } from './b/row'`,
      },
    },
  ],
  [
    'nothing is bound in client code',
    rules.bindsInClientCode,
    {
      'an imported action': {
        'app/a.tsx': `'use client'\nimport { rename } from './actions'\nrename.bind(null, 'acme')`,
      },
      'one that came as a prop': {
        'app/a.tsx': `'use client'\nexport function A({ act }) { return act.bind(null, 1) }`,
      },
      'in a file that only client code imports': {
        'app/a.tsx': `'use client'\nimport { b } from './b'`,
        'app/b.ts': `export const b = (act) => act.bind(null)`,
      },
    },
  ],
  [
    'no server code reaches a browser',
    rules.serverCodeInClient,
    {
      directly: { 'app/a.tsx': `'use client'\nimport { env } from '@/lib/env'`, 'lib/env.ts': '' },
      'through a component': {
        'components/a.tsx': `'use client'\nimport { b } from './b'`,
        'components/b.ts': `export { can } from '@/lib/access/permissions'`,
        'lib/access/permissions.ts': '',
      },
      'loaded late': { 'app/a.tsx': `'use client'\nimport('@/lib/domain/projects')`, 'lib/domain/projects.ts': '' },
    },
  ],
  [
    'one module reads the environment',
    rules.readsOfTheEnvironment,
    {
      'a variable': { 'lib/domain/a.ts': `const url = process.env.APP_URL` },
      'all of them': { 'app/page.tsx': `const { APP_URL } = process.env` },
      'one by name': { 'lib/a.ts': `const url = process.env['APP_URL']` },
      'another one where the Edge reads its own': { 'lib/auth/guard.ts': `const url = process.env.DATABASE_URL` },
    },
  ],
  [
    'the product’s name is in lib/brand.ts',
    name,
    {
      'in a string': { 'lib/a.ts': `const a = 'Welcome to Atrium.'` },
      'in a page': { 'app/page.tsx': `export default () => <p>Atrium is here</p>` },
      'in a template': { 'lib/a.ts': ['const a = `$', '{b} · Atrium`'].join('') },
    },
  ],
  [
    'every page in an organization asks the gate once, and returns its refusal',
    pages.pagesWithoutGate,
    {
      'a page that does not ask': { 'app/o/[slug]/a/page.tsx': `export default function Page() { return null }` },
      'one that asks twice': {
        'app/o/[slug]/a/page.tsx': `${gated}\nexport async function generateMetadata() { await orgQuery('acme', 'project:read', list) }`,
      },
      'one that asks in its metadata only': {
        'app/o/[slug]/a/page.tsx': `export async function generateMetadata() { await orgQuery('acme', 'project:read', list) }\nexport default function Page() { return null }`,
      },
      'one that forgets to refuse': {
        'app/o/[slug]/a/page.tsx': `export default async function Page() { const { data } = await orgQuery('acme', 'project:read', list); return data }`,
      },
    },
  ],
  [
    'nothing is sent before the gate has decided',
    pages.suspendedGates,
    {
      'a loading.tsx beside the page': { 'app/o/[slug]/page.tsx': gated, 'app/o/[slug]/loading.tsx': '' },
      'one at the root': { 'app/new/page.tsx': gated.replace('orgQuery', 'userQuery'), 'app/loading.tsx': '' },
      'a layout that suspends': {
        'app/o/[slug]/a/page.tsx': gated,
        'app/o/layout.tsx': `export default ({ children }) => <Suspense>{children}</Suspense>`,
      },
      'a frame that does it for a layout': {
        'app/o/page.tsx': gated,
        'app/layout.tsx': `import { Frame } from '@/components/frame'`,
        'components/frame.tsx': `export const Frame = ({ children }) => <React.Suspense>{children}</React.Suspense>`,
      },
      'a page that asks inside': {
        'app/o/page.tsx': `async function Inner() { await orgQuery('acme', 'project:read', list) }\nexport default function Page() { return <Suspense><Inner /></Suspense> }`,
      },
    },
  ],
  [
    'nothing is `any`, and nothing is batched across scopes',
    rules.loosePrograms,
    {
      'a parameter': { 'lib/a.ts': `export function a(b: any) {}` },
      'a cast': { 'app/a.ts': `export const a = b as any` },
      'a read that is batched': { 'lib/domain/a.ts': `db.project.findUnique({ where: { id } })` },
    },
  ],
]

const sources = readSources()
const tree = parse(sources)

describe.each(guards)('%s', (_, rule, planted) => {
  test('in this tree', () => expect(rule(tree)).toEqual([]))

  test.each(Object.entries(planted))('%s is found, and the message names the fix', (_, files) => {
    const faults = rule(parse(files))
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/ → /)
  })
})

test('the guards read the tree: files of every folder, their directives, and the imports between them', () => {
  expect(tree.get('app/o/[slug]/projects/actions.ts')?.directive).toBe('use server')
  expect(tree.get('components/form.tsx')?.directive).toBe('use client')
  const files = tree.get('lib/access/queries.ts')?.imports.map(({ file }) => file)
  expect(files).toContain('lib/auth/context.ts')
  expect(files).toContain('lib/access/perform.ts')
})

test('what is rightly done is no fault', () => {
  const right = parse({
    'app/o/[slug]/a/page.tsx': `import { rename } from './actions'\nimport { Row } from './parts/row'\n${gated}`,
    'app/o/[slug]/a/parts/row.tsx': `import { rename } from '../actions'\nrename.bind(null, 'acme')`,
    'app/o/[slug]/a/actions.ts': `'use server'\nimport { env } from '@/lib/env'\nimport { signOut } from '@/app/(auth)/sign-out/actions'`,
    'app/(auth)/sign-out/actions.ts': `'use server'`,
    'app/o/[slug]/a/more.tsx': `'use client'\nimport { rename } from './actions'\nimport type { Env } from '@/lib/env'\nimport { type Mode } from '@/lib/env'`,
    'app/o/[slug]/layout.tsx': `import { Dialog } from '@/components/dialog'`,
    'components/dialog.tsx': `'use client'\nexport const Dialog = () => <Suspense />`,
    'lib/env.ts': `export const env = process.env // Atrium`,
    'lib/a.ts': `const production = process.env.NODE_ENV === 'production'\nconst key = Symbol.for('atrium.key')`,
  })
  for (const [, rule] of guards) expect(rule(right)).toEqual([])
})

test('what pages say has the product’s name from lib/brand.ts, too', () => {
  const messages = Object.fromEntries(Object.entries(sources).filter(([file]) => file.endsWith('.json')))
  expect(Object.keys(messages).length).toBeGreaterThan(5)
  expect(rules.namesOfTheProduct(tree, messages, brand.name)).toEqual([])
  const [fault] = rules.namesOfTheProduct(parse({}), { 'en/a.json': '{ "title": "Sign in to Atrium" }' }, 'Atrium')
  expect(fault).toMatch(/ → /)
})
