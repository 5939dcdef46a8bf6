import { Resend } from 'resend'
import { type Mail, type Transport, Undeliverable } from '@/lib/email/transport'
import { FETCH_PATIENCE } from '@/lib/parameters'

type Options = { apiKey: string; baseUrl?: string; patience?: number }

/** https://resend.com/docs/api-reference/emails/send-email. A key is remembered for 24 hours. */
export function resend({ apiKey, baseUrl, patience = FETCH_PATIENCE }: Options): Transport {
  const client = new Resend(apiKey, baseUrl ? { baseUrl } : {})
  return {
    async send({ to, from, subject, text, html, template, idempotencyKey, headers }: Mail) {
      const { error } = await client.emails.send(
        { to, from, subject, text, html, headers, tags: [{ name: 'template', value: template }] },
        { idempotencyKey, signal: AbortSignal.timeout(patience) },
      )
      if (!error) return
      const message = `Resend answered ${error.statusCode ?? 'nothing'}: ${error.name}, ${error.message}`
      if (error.statusCode && refused.has(error.statusCode)) throw new Undeliverable(message)
      throw new Error(message)
    },
  }
}

// 401, 403 and 429 are about the key and the quota, 409 about a first try that is still under way: worth another try.
const refused = new Set([400, 413, 422])
