import { randomUUID } from 'node:crypto'
import { env } from '@/lib/env'
import { enqueueAll, type JobTransaction } from '@/lib/jobs/enqueue'
import { seal } from '@/lib/seal'
import type { TemplateName, TemplateProps } from './templates'

/** What a mail job carries. Address, names, links and codes are sealed: the queue's tables show none of them. */
export type MailJob = { id: string; template: string; sealed: string }

/** The last try is 22 hours after the first: within the 24 for which a provider remembers an idempotency key. */
const TRIES = 13

/**
 * Sends a mail once the transaction has committed, and none when it rolls back. `to` is the stored address, never one
 * that a form has just brought. A mail with `expiresAt` is not sent after that.
 */
export async function sendMail<Name extends TemplateName>(
  db: JobTransaction,
  { template, to, props }: { template: Name; to: string; props: TemplateProps[Name] },
) {
  await sendMails(db, template, [{ to, props }])
}

/** The same mail to several, each with its own words, in one statement. */
export async function sendMails<Name extends TemplateName>(
  db: JobTransaction,
  template: Name,
  mails: { to: string; props: TemplateProps[Name] }[],
) {
  const jobs = mails.map(({ to, props }) => {
    requireOwnLinks(props)
    const id = randomUUID()
    return { id, template, sealed: seal(JSON.stringify({ to, props }), mailPurpose(id, template)) }
  })
  await enqueueAll(db, 'deliver_mail', jobs, { maxAttempts: TRIES })
}

export function mailPurpose(id: string, template: string) {
  return `mail:${template}:${id}`
}

/** A link built from a request's Host header would send the token to whoever wrote the header. */
function requireOwnLinks(props: object) {
  for (const [name, value] of Object.entries(props)) {
    if (!/url$/i.test(name)) continue
    if (typeof value !== 'string' || !value.startsWith(`${env.APP_URL}/`)) {
      throw new Error(`${name} must begin with APP_URL: links in mail lead nowhere else.`)
    }
  }
}
