import { createTransport } from 'nodemailer'
import { type Mail, type Transport, Undeliverable } from '@/lib/email/transport'
import { isLoopback } from '@/lib/env'
import { FETCH_PATIENCE } from '@/lib/parameters'

/** `smtp://user:password@host:port` or `smtps://…`; nodemailer's options may follow as a query. */
export function smtp(url: string, patience = FETCH_PATIENCE): Transport {
  const { username, hostname } = new URL(url)
  const transporter = createTransport({
    url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    // A password never travels in the clear.
    requireTLS: username !== '' && !isLoopback(`http://${hostname}`),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, from, subject, text, html, idempotencyKey, headers }: Mail) {
      // SMTP knows no idempotency; a Message-ID that stays the same lets the receiving side drop the second copy.
      const messageId = `<${idempotencyKey}@${domainOf(from)}>`
      try {
        await transporter.sendMail({ to, from, subject, text, html, headers, messageId })
      } catch (error) {
        throw isFinal(error) ? new Undeliverable(error.message, { cause: error }) : error
      }
    },
  }
}

function domainOf(from: string) {
  return /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
}

/** [RFC 5321 §4.2.1] 5xx about this mail. A refused sign-in is a 5xx too, but says nothing about the mail. */
function isFinal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { code, responseCode = 0 } = error as Error & { code?: string; responseCode?: number }
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500 && responseCode !== 530
}
