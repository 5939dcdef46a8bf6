import { generateClient } from '@/scripts/lib/generate'
import { endAllOnSignal, finish, start } from '@/tests/support/child'

// Unit and integration tests; arguments go to Vitest: `npm test -- tests/unit`.
endAllOnSignal()
await generateClient()
process.exitCode = await finish(start('node_modules/vitest/vitest.mjs', ['run', ...process.argv.slice(2)]), 10 * 60_000)
