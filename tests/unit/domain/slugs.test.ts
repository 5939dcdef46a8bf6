import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { reservedSlugs, slugPattern, suggestSlug } from '@/lib/domain/organizations/slugs'

/** The first part of each address below a folder of app/: route groups have none of their own. */
function segments(folder: string): string[] {
  if (!existsSync(folder)) return []
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return folders.flatMap(({ name }) => {
    if (name.startsWith('(')) return segments(path.join(folder, name))
    return name.startsWith('[') || name.startsWith('_') || name.startsWith('@') ? [] : [name]
  })
}

test('no organization is called like a place of ours', () => {
  const places = [...segments('app'), ...segments('app/o/[slug]')].filter((place) => slugPattern.test(place))
  expect(places).toContain('projects')
  const free = places.filter((place) => !reservedSlugs.has(place))
  expect(
    free,
    'Add these to `places` in lib/domain/organizations/slugs.ts: an organization could take their name.',
  ).toEqual([])
})

test('a reserved word that is no slug reserves nothing', () => {
  expect([...reservedSlugs].filter((word) => !slugPattern.test(word))).toEqual([])
})

test.each([
  ['Acme', 'acme'],
  ['  Café Zürich, GmbH. ', 'cafe-zurich-gmbh'],
  ['Ørsted & Þór ﬁlms', 'orsted-thor-films'],
  ['O’Reilly’s', 'oreillys'],
  ['X', 'x-org'],
  ['Settings', 'settings-org'],
  ['漢字', ''],
  ['🚀', ''],
  ['a'.repeat(80), 'a'.repeat(40)],
])('“%s” suggests “%s”', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug)
  if (slug) expect(slug).toMatch(slugPattern)
})
