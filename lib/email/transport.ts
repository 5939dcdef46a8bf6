import { env, mailTransport } from '@/lib/env'
import { mailbox } from './transports/mailbox'
import { resend } from './transports/resend'
import { smtp } from './transports/smtp'

export type Mail = {
  to: string
  from: string
  subject: string
  text: string
  html: string
  template: string
  /** The code that the mail shows, for the mailbox. */
  code?: string
  /** One mail, one key, however often it is tried. */
  idempotencyKey: string
  headers?: Record<string, string>
}

export type Transport = { send(mail: Mail): Promise<void> }

/** This mail will not go out, however often it is tried: the address does not exist, or the provider refuses the content. */
export class Undeliverable extends Error {}

let chosen: Transport | undefined

export function transport(): Transport {
  chosen ??= choose()
  return chosen
}

function choose(): Transport {
  switch (mailTransport) {
    case 'resend':
      return resend({ apiKey: env.RESEND_API_KEY ?? '', baseUrl: env.RESEND_BASE_URL })
    case 'smtp':
      return smtp(env.SMTP_URL ?? '')
    case 'mailbox':
      return mailbox()
    case 'none':
      throw new Error('There is nothing to send mail with: set RESEND_API_KEY or SMTP_URL.')
  }
}
