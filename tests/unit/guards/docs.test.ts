import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtInRoles, catalogue, permissions } from '@/lib/access/permissions'

test('docs/permissions.md is the catalogue → copy the line that differs into its table', () => {
  const written = readFileSync('docs/permissions.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `\w+:\w+`/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const table = Object.fromEntries(written.map(([, name, says, ...cells]) => [name, [says, ...cells.slice(0, 4)]]))
  const meant = permissions.map((permission) => {
    const { says, by } = catalogue[permission]
    const held = builtInRoles.map((role) => ((by as readonly string[]).includes(role) ? '✓' : ''))
    return [`\`${permission}\``, [says, ...held]]
  })
  expect(table).toEqual(Object.fromEntries(meant))
})
