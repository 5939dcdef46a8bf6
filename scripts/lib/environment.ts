// Imported first by every script: .env.local and friends, as Next itself reads them, before anything looks at them.
import nextEnv from '@next/env'
import { fail } from './notice'

export const checkout = process.cwd()

const production = process.env.NODE_ENV === 'production'
nextEnv.loadEnvConfig(checkout, !production, { info() {}, error: console.error })

// A malformed variable is found while modules load, where no script can catch it.
process.once('uncaughtException', fail)
