import { pool } from '@/lib/db/pool'
import type { Mail, Transport } from '@/lib/email/transport'

/** Mail stays in the database and is read at /dev/mailbox. A second try of the same mail changes nothing. */
export function mailbox(): Transport {
  return {
    async send({ to, from, subject, text, html, template, code, idempotencyKey }: Mail) {
      await pool.query(
        `insert into "MailboxMessage" ("to", "from", subject, text, html, template, code, "idempotencyKey")
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict ("idempotencyKey") do nothing`,
        [to, from, subject, text, html, template, code ?? null, idempotencyKey],
      )
    },
  }
}

/** What was mailed long ago; the number of mails. */
export async function emptyMailbox() {
  const { rowCount } = await pool.query(`delete from "MailboxMessage" where "sentAt" < now() - interval '30 days'`)
  return rowCount ?? 0
}
