// Imported first by every script: .env.local and friends, as Next itself reads them, before lib/env looks.
import nextEnv from '@next/env'

export const checkout = process.cwd()

const production = process.env.NODE_ENV === 'production'
nextEnv.loadEnvConfig(checkout, !production, { info() {}, error: console.error })
