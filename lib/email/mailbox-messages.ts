import { z } from 'zod'
import { pool } from '@/lib/db/pool'
import { AppError } from '@/lib/errors'
import { EMAIL_LENGTH } from '@/lib/parameters'

/** What may be asked of the mailbox. `after` is exclusive. */
export const mailboxQuery = z.object({
  to: z
    .string()
    .toLowerCase()
    .max(EMAIL_LENGTH)
    .regex(/^[^\s@,]+@[^\s@,]+$/, 'This is not an e-mail address.')
    .optional(),
  after: z
    .union([z.uuid(), z.iso.datetime({ offset: true }).refine((time) => Date.parse(time) > 0)], {
      error: 'This is neither an ISO time nor the id of a mail.',
    })
    .optional(),
})

export type MailboxMessage = {
  id: string
  to: string
  from: string
  subject: string
  text: string
  html: string
  links: string[]
  code?: string
  template: string
  sentAt: Date
}

type Row = Omit<MailboxMessage, 'links' | 'code'> & { code: string | null }

const select = `select id, "to", "from", subject, text, html, code, template, "sentAt" from "MailboxMessage"`

/** Newest first. */
export async function listMessages({ to, after }: z.output<typeof mailboxQuery>, limit = 500) {
  const { rows } = await pool.query<Row>(
    `${select}
      where ($1::text is null or "to" = $1) and ($2::timestamptz is null or "sentAt" > $2)
      order by "sentAt" desc, id desc limit $3`,
    [to ?? null, after ? await timeOf(after) : null, limit],
  )
  return rows.map(present)
}

export async function findMessage(id: string) {
  if (!z.uuid().safeParse(id).success) return null
  const { rows } = await pool.query<Row>(`${select} where id = $1`, [id])
  return rows[0] ? present(rows[0]) : null
}

async function timeOf(after: string) {
  if (!z.uuid().safeParse(after).success) return new Date(after)
  const found = await findMessage(after)
  if (found) return found.sentAt
  const sentence = 'There is no mail with that id.'
  throw new AppError('BAD_INPUT', sentence, { fieldErrors: { after: [sentence] } })
}

function present({ code, ...row }: Row): MailboxMessage {
  return { ...row, links: linksIn(row.text), ...(code && { code }) }
}

/** The text twin has every link of the mail, in reading order. */
function linksIn(text: string) {
  return [...new Set(text.match(/https?:\/\/[^\s<>"]+/g))]
}
