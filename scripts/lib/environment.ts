// Imported first by every script: .env.local and friends, as Next itself reads them, before anything looks at them.
import nextEnv from '@next/env'

export const checkout = process.cwd()

const production = process.env.NODE_ENV === 'production'
nextEnv.loadEnvConfig(checkout, !production, { info() {}, error: console.error })

try {
  await import('@/lib/env')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
