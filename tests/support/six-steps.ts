import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from '@/scripts/lib/holders'

// What “Add your own resource” in README.md says, done by a program to a copy of this tree: the example resource once more,
// under the name of invoices. A sentence of README that is missing here, or the other way round, is a mistake in one of them.

const notCopied = /(^|\/)(node_modules|\.git|\.next[^/]*|\.data|test-results|playwright-report|coverage)$/

/** The whole tree, tests and documents included, with the packages of this one. What a killed run left goes first. */
export function copyEverything(folder: string) {
  const beside = path.dirname(folder)
  mkdirSync(beside, { recursive: true })
  for (const name of readdirSync(beside)) {
    const pid = Number(name.match(/^six-steps-(\d+)$/)?.[1])
    if (pid && !isAlive(pid)) rmSync(path.join(beside, name), { recursive: true, force: true })
  }
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync('.')) {
    if (notCopied.test(name) || /^\.env\.(?!example)/.test(name)) continue
    cpSync(name, path.join(folder, name), { recursive: true, preserveTimestamps: true })
  }
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction')
}

/** The steps of README.md, in its order; `sql` is the migration that `npm run db:new add_invoices` has written. */
export function sixSteps(folder: string) {
  const at = (file: string) => path.join(folder, file)
  const read = (file: string) => readFileSync(at(file), 'utf8')
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(at(file)), { recursive: true })
    writeFileSync(at(file), text)
  }

  function copy(from: string) {
    if (statSync(at(from)).isDirectory()) for (const name of readdirSync(at(from))) copy(`${from}/${name}`)
    else write(renamed(from), renamed(read(from)))
  }

  /** Every line that speaks of projects, once more for invoices. */
  function double(file: string, line: RegExp) {
    const lines = read(file).split('\n')
    const result = lines.flatMap((one) => (line.test(one) ? [one, renamed(one)] : [one]))
    if (result.length === lines.length) throw new Error(`${file} has no line like ${line}.`)
    write(file, result.join('\n'))
  }

  function replace(file: string, from: string, to: string) {
    if (!read(file).includes(from)) throw new Error(`${file} does not say ${from}.`)
    write(file, read(file).replace(from, to))
  }

  return {
    table() {
      const [model = ''] = read('prisma/schema.prisma').match(/^model Project \{[\s\S]*?^\}\n/m) ?? []
      write('prisma/schema.prisma', `${read('prisma/schema.prisma')}\n${renamed(model)}`)
      double('prisma/schema.prisma', /^ {2}projects +Project\[\]$/)
    },
    isolate(sql: string) {
      writeFileSync(sql, `${readFileSync(sql, 'utf8')}\ncall isolate_by_organization('"Invoice"');\n`)
    },
    permissions() {
      double('lib/access/permissions.ts', /^ {2}'project:\w+':.*\},$/)
      double('lib/access/audit.ts', /^ {2}'project\.\w+':/)
    },
    domain() {
      copy('lib/domain/projects.ts')
    },
    pages() {
      copy('app/o/[slug]/projects')
      copy('lib/i18n/messages/en/projects.json')
      double('lib/i18n/messages.ts', /^import projects/)
      replace('lib/i18n/messages.ts', ' projects,', ' projects, invoices,')
      double('components/navigation.tsx', /^ {2}projects\?: boolean$/)
      double('components/navigation.tsx', /^ {4}can\.projects && .*,$/)
      double('lib/i18n/messages/en/shell.json', /^ {4}"projects":/)
      double('app/o/[slug]/layout.tsx', /^ {4}projects: may/)
    },
    handler() {
      copy('app/api/o/[slug]/projects/route.ts')
    },
    tests() {
      double('tests/support/isolation.ts', /^ {2}'Project',$/)
      double('lib/domain/organizations/exported-sections.ts', /^const project = /)
      const sections = read('lib/domain/organizations/exported-sections.ts')
      const [section = ''] = sections.match(/^ {2}projects: \{[\s\S]*?^ {2}\},\n/m) ?? []
      replace('lib/domain/organizations/exported-sections.ts', section, section + renamed(section))
      double('tests/integration/organization-export.test.ts', /^ {2}await insert\('Project'/)
      replace('lib/domain/organizations/slugs.ts', `'projects',`, `'projects', 'invoices',`)
      double('tests/unit/permissions.test.ts', /^ {2}'project:\w+': \[/)
      double('docs/permissions.md', /^\| `project:\w+`/)
      double('tests/attack/matrix.spec.ts', /^ {2}\S.*projects?\b.* {2}\d|^ {2}\w+Project /i)
      double('tests/support/scenes/projects.ts', /^ {2}\{ name: 'projects', route: .*\},$/)
    },
    frontDoor() {
      copy('tests/integration/projects.test.ts')
    },
  }
}

const renamed = (text: string) => text.replaceAll('project', 'invoice').replaceAll('Project', 'Invoice')
