import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { finish, start } from './child'

export type Count = { passed: number; failed: number }

const results = 'test-results'
const minute = 60_000

/** Each check that `npm run check` ticks (✓) or crosses (✗) counts as one. */
export async function runChecks() {
  let printed = ''
  const child = start('scripts/check.ts', [], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout?.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk)
    printed += chunk
  })
  const code = await finish(child, 5 * minute)
  const lines = stripVTControlCharacters(printed).split('\n')
  const count = (mark: string) => lines.filter((line) => line.trimStart().startsWith(`${mark} `)).length
  return judge({ passed: count('✓'), failed: count('✗') }, code)
}

export async function runTests() {
  const report = fresh('tests.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await finish(start('scripts/test.ts', reporters), 20 * minute)
  const { numPassedTests = 0, numFailedTests = 0 } = read<{ numPassedTests: number; numFailedTests: number }>(report)
  return judge({ passed: numPassedTests, failed: numFailedTests }, code)
}

export async function runBrowserTests() {
  const report = fresh('e2e.json')
  const code = await finish(start('scripts/test-e2e.ts', ['--forbid-only']), 62 * minute)
  const { stats } = read<{ stats: { expected: number; unexpected: number; flaky: number } }>(report)
  return judge({ passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) }, code)
}

/** A stage that ran nothing, or that failed beside its tests (a crash, an unhandled error, a build), failed once. */
export function judge({ passed, failed }: Count, code: number): Count {
  const silent = failed === 0 && (code !== 0 || passed === 0)
  return { passed, failed: silent ? 1 : failed }
}

function fresh(name: string) {
  mkdirSync(results, { recursive: true })
  const file = `${results}/${name}`
  rmSync(file, { force: true })
  return file
}

function read<Report>(file: string): Partial<Report> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
