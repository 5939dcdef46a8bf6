import './lib/environment'
import path from 'node:path'
import { AppError } from '@/lib/errors'
import { openDatabase } from './lib/database'
import { checkout } from './lib/environment'
import { generateClient } from './lib/generate'
import { migrate } from './lib/migrations'
import { Notice, run, say } from './lib/notice'
import { exitCode, startScript } from './lib/programs'
import { findRunning } from './lib/running'

const usage = 'npm run users -- find|verify|disable|enable|sign-out|reset-second-factor EMAIL'
const [command, email] = process.argv.slice(2)

run(async () => {
  if (!command || !email) throw new Notice(`Say what to do, and to whom: ${usage}`)
  await generateClient()
  return process.env.DATABASE_URL ? act(command, email) : actOnEmbedded(command, email)
}).finally(() => process.exit()) // the pools of lib/db would keep the process open

/** The environment is read once, so the embedded database's address goes to a process of its own. */
async function actOnEmbedded(command: string, email: string) {
  const database = await openDatabase()
  try {
    await migrate(database.ownerUrl, database.appUrl)
    const running = findRunning(path.resolve(checkout, '.data/dev.json'))
    const env = { DATABASE_URL: database.appUrl, ...(running ? { APP_URL: running.url } : {}) }
    return await exitCode(startScript('scripts/users.ts', env, {}, [command, email]))
  } finally {
    await database.stop()
  }
}

async function act(command: string, email: string) {
  const { changeUser, describeUser, isOperatorChange } = await import('@/lib/auth/operator')
  const { isDatabaseDown } = await import('@/lib/db/errors')
  try {
    if (isOperatorChange(command)) say(await changeUser(command, email))
    else if (command === 'find') for (const line of await describeUser(email)) console.log(line)
    else throw new Notice(`There is no “${command}”: ${usage}`)
  } catch (error) {
    if (error instanceof AppError) throw new Notice(error.message)
    if (isDatabaseDown(error))
      throw new Notice('The database does not answer: is it running, and does DATABASE_URL lead there?')
    throw error
  }
}
