import './lib/environment'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { styleText } from 'node:util'
import { measureClientJavaScript } from '@/tests/bench/client-javascript'
import { measureEnumeration } from '@/tests/bench/enumeration'
import { measureExports } from '@/tests/bench/exports'
import { measureLargeOrganization } from '@/tests/bench/large-organization'
import { measureMiddleware } from '@/tests/bench/middleware'
import { measureOrgPage } from '@/tests/bench/org-page'
import type { Finding, Measurement } from '@/tests/bench/result'
import { measureRoleChange } from '@/tests/bench/role-change'
import { measureRowLevelSecurity } from '@/tests/bench/row-level-security'
import { cookieOf } from '@/tests/bench/servers'
import { measureSignIn } from '@/tests/bench/sign-in'
import { measureStarts } from '@/tests/bench/starts'
import { measureStatements } from '@/tests/bench/statements'
import type { World } from '@/tests/bench/world'
import { startApplication } from '@/tests/support/application'
import { endAllOnSignal } from '@/tests/support/child'
import { Notice, run, say } from './lib/notice'

// The budgets of docs/performance.md. `npm run bench -- --quick` is one short round, to see that everything runs;
// names choose: `npm run bench -- org-page middleware`.

const measurements: Record<string, (world: World) => Promise<Measurement>> = {
  statements: measureStatements,
  'client-javascript': measureClientJavaScript,
  'row-level-security': measureRowLevelSecurity,
  'org-page': measureOrgPage,
  middleware: measureMiddleware,
  enumeration: measureEnumeration,
  'sign-in': measureSignIn,
  exports: measureExports,
  'role-change': measureRoleChange,
  'large-organization': measureLargeOrganization,
  starts: measureStarts,
}

const quick = process.argv.includes('--quick')
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))

run(async () => {
  const unknown = named.find((name) => !measurements[name])
  if (unknown) throw new Notice(`${unknown} is none of ${Object.keys(measurements).join(', ')}.`)
  endAllOnSignal()
  const app = await startApplication({ NEXT_DIST_DIR: '.next-bench', WORKER: 'separate' })
  try {
    const world: World = {
      app,
      cookie: await cookieOf(app.url, app.env.NEXT_DIST_DIR, 'member@acme.test'),
      ownerCookie: await cookieOf(app.url, app.env.NEXT_DIST_DIR, 'owner@acme.test'),
      pace: quick ? { rounds: 1, warmUp: 2, seconds: 2 } : { rounds: 3, warmUp: 10, seconds: 10 },
    }
    const findings: Finding[] = []
    for (const [name, measure] of Object.entries(measurements)) {
      if (named.length > 0 && !named.includes(name)) continue
      say(`${name} (load average ${loadavg()[0]?.toFixed(1)})`)
      const measured = await measure(world)
      keep(name, measured)
      findings.push(...measured.findings)
    }
    print(findings)
  } finally {
    await app.stop()
  }
})

function keep(name: string, { findings, raw }: Measurement) {
  const machine = { node: process.version, platform: process.platform, cores: availableParallelism(), load: loadavg() }
  mkdirSync('tests/bench/results', { recursive: true })
  const content = { at: new Date().toISOString(), quick, machine, findings, raw }
  writeFileSync(`tests/bench/results/${name}.json`, `${JSON.stringify(content, null, 2)}\n`)
}

function print(findings: Finding[]) {
  const width = (of: (finding: Finding) => string) => Math.max(...findings.map((finding) => of(finding).length))
  const [budget, measured, allowed] = [width((f) => f.budget), width((f) => f.measured), width((f) => f.allowed)]
  console.log()
  for (const finding of findings) {
    const cells = [finding.budget.padEnd(budget), finding.measured.padStart(measured), finding.allowed.padEnd(allowed)]
    console.log(`${cells.join('  ')}  ${verdict(finding)}`)
  }
  const short = findings.filter(({ pass }) => pass === false).length
  console.log(`\n${short === 0 ? 'Every budget that was measured is met.' : `${short} fall short.`}`)
  if (quick) console.log('One short round: it shows that the bench runs, its ratios mean little.')
}

function verdict({ pass }: Finding) {
  if (pass === 'skipped') return styleText('yellow', 'not measured')
  return pass ? styleText('green', 'pass') : styleText('red', 'fall short')
}
