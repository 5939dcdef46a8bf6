import './lib/production'
import './lib/environment'
import { env, isLoopback } from '@/lib/env'
import { build, isUpToDate } from './lib/built'
import { startCluster, startThrowawayCluster } from './lib/cluster'
import { ensureDemoData } from './lib/demo-data'
import { startDemoSso } from './lib/demo-sso'
import { generateClient } from './lib/generate'
import { greet } from './lib/greeting'
import { migrate } from './lib/migrations'
import { runNext } from './lib/next-process'
import { Notice, run } from './lib/notice'
import { choosePort } from './lib/ports'
import { ensureSecret } from './lib/secret'

// A production build with demo people in it, for this machine only. It brings its own database, whatever DATABASE_URL says.
run(async () => {
  if (process.env.APP_URL && !isLoopback(env.APP_URL))
    throw new Notice(`The demo is for this machine: APP_URL is ${env.APP_URL}.`)
  const port = await choosePort(env.PORT)
  const url = process.env.APP_URL ? env.APP_URL : `http://localhost:${port}`
  ensureSecret()
  if (!isUpToDate() && (await build({ checkTypes: false })) !== 0) throw new Notice('The application does not build.')
  await generateClient()
  const database = env.DATA_DIR ? await startCluster(env.DATA_DIR) : await startThrowawayCluster()
  const sso = await startDemoSso({ url, database })
  try {
    await migrate(database.ownerUrl, database.appUrl)
    await ensureDemoData(database)
    const given = {
      PORT: String(port),
      APP_URL: url,
      DEMO_MAILBOX: '1',
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: '',
      ...sso?.settings,
    }
    return await runNext(['start', '--port', String(port)], given, {
      async ready() {
        await sso?.connect()
        greet(url, { mailbox: `${url}/dev/mailbox`, sso })
        console.log(`ready http://localhost:${port}`)
      },
    })
  } finally {
    await sso?.stop()
    await database.stop()
  }
})
