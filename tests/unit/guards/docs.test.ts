import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInRoles, catalogue, permissions } from '@/lib/access/permissions'
import { methods } from '@/lib/auth/methods'

test('docs/permissions.md is the catalogue → copy the line that differs into its table', () => {
  const written = readFileSync('docs/permissions.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `\w+:\w+`/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const table = Object.fromEntries(written.map(([, name, says, ...cells]) => [name, [says, ...cells.slice(0, 5)]]))
  const meant = permissions.map((permission) => {
    const { says, by, needs = [] } = catalogue[permission] as { says: string; by: readonly string[]; needs?: string[] }
    const held = builtInRoles.map((role) => (by.includes(role) ? '✓' : ''))
    return [`\`${permission}\``, [says, ...held, needs.map((needed) => `\`${needed}\``).join(', ')]]
  })
  expect(table).toEqual(Object.fromEntries(meant))
})

test('docs/sign-in-methods.md has the list of methods → copy the line that differs into its table', () => {
  const cells = (given: readonly string[]) => given.map((one) => `\`${one}\``).join(' ') || '–'
  const meant = Object.entries(methods).map(
    ([name, { says, needs, pages }]) => `| \`${name}\` | ${says} | ${cells(needs)} | ${cells(pages)} |`,
  )
  const [table = ''] = readFileSync('docs/sign-in-methods.md', 'utf8').split('\n(')
  expect(table.split('\n').filter((line) => line.startsWith('| `'))).toEqual(meant)
})

const read = (file: string) => readFileSync(file, 'utf8')
const inside = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.posix.join(folder, name))
const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...['lib', 'prisma', 'components', 'tests'].map((folder) => `${folder}/README.md`),
  ...inside('docs').filter((file) => file.endsWith('.md')),
]

/** GitHub's anchor of a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
const anchorsOf = (file: string) => [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading))

function brokenLinks(file: string) {
  const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false
    if (link.startsWith('docs/screenshots/') && !existsSync('docs/screenshots')) return false // before any was taken
    const [place = '', heading] = decodeURIComponent(link).split('#')
    const target = place ? path.join(path.dirname(file), place) : file
    return !existsSync(target) || (heading !== undefined && !anchorsOf(target).includes(heading))
  })
}

/** Paths as prose names them, `lib/env.ts`; what stands for several, such as app/**, is not looked for. */
function missingFiles(file: string) {
  const named = [...read(file).matchAll(/`((?:app|components|docs|lib|prisma|public|scripts|tests)\/[^`\s]*)`/g)]
  const paths = named.map(([, name = '']) => name).filter((name) => !/[*<…]|invoices|generated|screenshots/.test(name))
  return paths.filter((name) => !existsSync(name))
}

describe.each(documents)('%s', (file) => {
  test('leads nowhere that is not there', () => {
    expect(brokenLinks(file), 'mend these links').toEqual([])
    expect(missingFiles(file), 'these files have another name now').toEqual([])
  })

  test('has diagrams that are drawn: to Mermaid a semicolon ends the statement, and # begins a character’s number', () => {
    const diagrams = [...read(file).matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, lines = '']) => lines)
    expect(diagrams.flatMap((lines) => lines.split('\n').filter((line) => /[;#]/.test(line)))).toEqual([])
  })

  test('names commands that exist', () => {
    const commands = [...read(file).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    const { scripts } = JSON.parse(read('package.json'))
    expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })
})

test('every variable is in .env.example, and none more', () => {
  const known = [...read('lib/env.ts').matchAll(/^ {4}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name)
  const shown = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name)
  expect(known.length).toBeGreaterThan(20)
  expect(shown.sort()).toEqual(known.sort())
})

test('README.md names every command of package.json', () => {
  const written = read('README.md')
  const commands = Object.keys(JSON.parse(read('package.json')).scripts)
  const missing = commands.filter((name) => !new RegExp(`(npm (run )?|\\| \`|· \`)${name}\\b`).test(written))
  expect(missing, 'add these to the table of commands in README.md').toEqual([])
})

test('docs/security.md has every limit, as it is → copy the line that differs into its table', () => {
  const minutes = { minute: 1, hour: 60, day: 1440 }
  const block = read('lib/access/rate-limit.ts').match(/export const limits = \{[\s\S]*?\n\}/)?.[0] ?? ''
  const lines = [...block.matchAll(/(\w+): \{ points: ([\d_]+), duration: (?:(\d+) \* )?(minute|hour|day) \}/g)]
  const meant = lines.map(([, name, points, times = '1', unit]) => {
    const time = Number(times) * minutes[unit as keyof typeof minutes]
    return `| \`${name}\` | ${points?.replace('_', '')} in ${time} min |`
  })
  expect(meant.length).toBe(block.match(/points:/g)?.length)
  const written = [...read('docs/security.md').matchAll(/^\| `\w+` \| \d+ in \d+ min \|/gm)].map(([row]) => row)
  expect(written).toEqual(meant)
})

test('AGENTS.md is short enough to be read', () => {
  expect(read('AGENTS.md').split('\n').length).toBeLessThan(100)
})
