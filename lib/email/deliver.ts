import { z } from 'zod'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { logFor } from '@/lib/log'
import { redactText } from '@/lib/redact'
import { open } from '@/lib/seal'
import { renderMail } from './render'
import { mailPurpose } from './send'
import { type TemplateName, type TemplateProps, templates } from './templates'
import { type Transport, transport, Undeliverable } from './transport'

const mailJob = z.object({
  id: z.uuid(),
  template: z.string().refine((name): name is TemplateName => Object.hasOwn(templates, name), 'is no template'),
  sealed: z.string(),
})

/** Once per try. Throws when another try is worth it; the queue waits longer each time. */
export async function deliverMail(payload: unknown, jobId: string, by: () => Transport = transport) {
  const log = logFor({ jobId })
  const { id, template, sealed } = mailJob.parse(payload)
  const { to, props } = unpack(open(sealed, mailPurpose(id, template)))
  if (hasExpired(props)) return log.warn({ template }, 'mail not sent: what it offers has expired')

  const { subject, text, html } = await renderMail(template, props)
  const mail = { to, from: sender(), subject, text, html, template, code: codeOf(props), idempotencyKey: id, headers }
  try {
    await by().send(mail)
    log.info({ template }, 'mail sent')
  } catch (error) {
    if (!(error instanceof Undeliverable)) throw clean(error)
    log.error({ template, err: clean(error) }, 'mail not sent: it was refused for good')
  }
}

/** [RFC 3834] Keeps out-of-office answers away. */
const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

function sender() {
  return env.EMAIL_FROM ?? `${brand.sender.name} <${brand.sender.address}>`
}

type Unpacked = { to: string; props: TemplateProps[TemplateName] }

/** Dates travel as text. Only these two fields are dates: a name that looks like one stays a name. */
function unpack(json: string): Unpacked {
  return JSON.parse(json, (key, value) => (key === 'expiresAt' || key === 'at' ? new Date(value) : value))
}

function hasExpired(props: object) {
  return 'expiresAt' in props && props.expiresAt instanceof Date && props.expiresAt.getTime() <= Date.now()
}

function codeOf(props: object) {
  return 'code' in props && typeof props.code === 'string' ? props.code : undefined
}

/** The queue keeps a failure's message in its tables. */
function clean(error: unknown) {
  if (error instanceof Error) error.message = redactText(error.message)
  return error
}
