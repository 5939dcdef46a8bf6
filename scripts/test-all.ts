import { endAllOnSignal } from '@/tests/support/child'
import { runBrowserTests, runChecks, runTests } from '@/tests/support/stages'

// Everything that proves it. Every stage runs, whatever became of the one before. The last line is relied upon: it is
// `N passed, N failed` and nothing else.

endAllOnSignal()
const stages = { check: runChecks, 'unit and integration': runTests, browser: runBrowserTests }
const total = { passed: 0, failed: 0 }
const summary: string[] = []

for (const [name, run] of Object.entries(stages)) {
  const started = Date.now()
  console.log(`\n── ${name}`)
  const { passed, failed } = await run().catch((error: unknown) => {
    console.error(error)
    return { passed: 0, failed: 1 }
  })
  total.passed += passed
  total.failed += failed
  summary.push(`${name}: ${passed} passed, ${failed} failed in ${Math.round((Date.now() - started) / 1000)} s`)
}

process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
console.log(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`)
