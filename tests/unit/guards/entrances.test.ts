import { describe, expect, test } from 'vitest'
import { entranceFaults, listEntrances } from '@/tests/support/entrances'
import { type Built, builtFaults } from '@/tests/support/entrances-built'
import { parse, readSources } from '@/tests/support/import-graph'

const tree = parse(readSources())

describe('every way in is made by a gate', () => {
  test('in this tree', () => expect(entranceFaults(tree)).toEqual([]))

  const planted = {
    'an action that is a plain function': { 'app/new/actions.ts': `'use server'\nexport async function rename() {}` },
    'one that something else made': {
      'app/new/actions.ts': `'use server'\nexport const rename = wrap(userAction(schema, act))`,
    },
    'one that comes from elsewhere': {
      'app/new/actions.ts': `'use server'\nexport { rename } from '@/lib/domain/projects'`,
    },
    'everything of another file': { 'app/new/actions.ts': `'use server'\nexport * from './other'` },
    'an action inside a page': {
      'app/new/page.tsx': `export default async function Page() { await userQuery(read); async function rename() { 'use server' } }`,
    },
    'an action inside an action file': {
      'app/new/actions.ts': `'use server'\nexport const rename = userAction(schema, async () => { async function inner() { 'use server' } })`,
    },
    'a handler that nobody made': { 'app/api/a/route.ts': 'export function GET() {}' },
    'one that another file made': { 'app/api/a/route.ts': `export { POST } from './other'` },
    'a page that asks nobody': { 'app/a/page.tsx': 'export default function Page() {}' },
    'an image that is drawn when asked for': {
      'app/o/[slug]/opengraph-image.tsx': 'export default function Image() {}',
    },
    'two actions of one name': {
      'app/a/actions.ts': `'use server'\nexport const rename = userAction(schema, act)`,
      'app/b/actions.ts': `'use server'\nexport const rename = userAction(schema, act)`,
    },
  }
  test.each(Object.entries(planted))('%s is found, and the message names the fix', (_, sources) => {
    const faults = entranceFaults(parse(sources))
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/ → /)
  })
})

describe('the build is compared with the source', () => {
  const sources = {
    'app/new/actions.ts': `'use server'\nexport const rename = userAction(schema, act)`,
    'app/(a)/new/page.tsx': 'export default () => userQuery(read)',
    'app/api/a/route.ts': `export const GET = orgRead('a:read', schema, read)`,
  }
  const entrances = listEntrances(parse(sources))
  const action = { id: '7f', exportedName: 'rename', filename: 'app/new/actions.ts', workers: {} }
  const paths = ['/(a)/new/page', '/api/a/route', '/_not-found/page', '/_global-error/page']
  const built: Built = { actions: [action], paths, pagesRouter: ['/_error'] }

  test('the same on both sides is no fault', () => expect(builtFaults(built, entrances)).toEqual([]))

  const planted: Record<string, Built> = {
    'a closure that became an action': {
      ...built,
      actions: [
        action,
        { ...action, id: '7e', filename: 'app/(a)/new/page.tsx', exportedName: '$$RSC_SERVER_ACTION_0' },
      ],
    },
    'an action that no page uses': { ...built, actions: [] },
    'a metadata route': { ...built, paths: [...paths, '/sitemap.xml/route'] },
    'a page that was not built': { ...built, paths: paths.slice(1) },
    'a page of the other router': { ...built, pagesRouter: ['/api/old'] },
  }
  test.each(Object.entries(planted))('%s is found, and the message names the fix', (_, other) => {
    const faults = builtFaults(other, entrances)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/ → /)
  })
})
