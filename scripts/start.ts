import './lib/production'
import './lib/environment'
import { checkMethods } from '@/lib/auth/methods'
import { env, isLoopback, mailTransport } from '@/lib/env'
import { runNext } from './lib/next-process'
import { Notice, run, warn } from './lib/notice'
import { choosePort } from './lib/ports'
import { findRefusals } from './lib/refusals'

run(async () => {
  checkMethods()
  const [first, ...others] = await findRefusals()
  if (first) throw new Notice([first, ...others].join('\n✗ '))
  if (mailTransport === 'none')
    warn('No mail leaves, so nobody can sign up, until RESEND_API_KEY or SMTP_URL is set. It waits in the queue.')
  const port = await choosePort(env.PORT ?? portOf(env.APP_URL))
  // The running app has no business with the owner of its tables.
  const given = { PORT: String(port), DATABASE_OWNER_URL: '' }
  return runNext(['start', '--port', String(port)], given, { drain: 2_000 })
})

// On this machine nothing stands in between: who is told an address with a port means that port.
function portOf(url: string) {
  return isLoopback(url) ? Number(new URL(url).port) || undefined : undefined
}
