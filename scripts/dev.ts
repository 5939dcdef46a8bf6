import './lib/environment'
import path from 'node:path'
import { checkMethods } from '@/lib/auth/methods'
import { env, mailTransport } from '@/lib/env'
import { openDatabase } from './lib/database'
import { ensureDemoData } from './lib/demo-data'
import { startDemoSso } from './lib/demo-sso'
import { checkout } from './lib/environment'
import { generateClient } from './lib/generate'
import { greet } from './lib/greeting'
import { migrate } from './lib/migrations'
import { runNext } from './lib/next-process'
import { Notice, run, say } from './lib/notice'
import { choosePort } from './lib/ports'
import { announceRunning, findRunning } from './lib/running'
import { ensureSecret } from './lib/secret'

const runFile = path.resolve(checkout, '.data/dev.json')

run(async () => {
  checkMethods()
  const other = findRunning(runFile)
  if (other) {
    const line = `Already running: ${other.url} (process ${other.pid}).`
    if (env.PORT && !other.url.endsWith(`:${env.PORT}`))
      throw new Notice(`${line} Stop it to start on port ${env.PORT}.`)
    return say(line)
  }
  const port = await choosePort(env.PORT)
  const url = process.env.APP_URL ? env.APP_URL : `http://localhost:${port}`
  ensureSecret()
  await generateClient()
  const database = await openDatabase()
  const forget = announceRunning(runFile, url)
  const sso = await startDemoSso({ url, database })
  try {
    await migrate(database.ownerUrl, database.appUrl)
    await ensureDemoData(database)
    const given = {
      PORT: String(port),
      APP_URL: url,
      DATABASE_URL: database.appUrl,
      // The running app has no business with the owner of its tables.
      DATABASE_OWNER_URL: '',
      ...sso?.settings,
    }
    const mailbox = mailTransport === 'mailbox' ? `${url}/dev/mailbox` : `off: mail leaves by ${mailTransport}`
    return await runNext(['dev', '--port', String(port)], given, {
      listening() {
        greet(url, { mailbox, sso })
        return sso?.connect()
      },
    })
  } finally {
    forget()
    await sso?.stop()
    await database.stop()
  }
})
