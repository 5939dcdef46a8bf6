import type { NextRequest } from 'next/server'
import { declareGate } from '@/lib/access/entrance'
import { parseInput } from '@/lib/access/input'
import { problem, respond } from '@/lib/access/routes'
import { listMessages, mailboxQuery } from '@/lib/email/mailbox-messages'
import { mailTransport } from '@/lib/env'
import { NOTHING_HERE } from '@/lib/errors'

async function handle({ nextUrl: { searchParams } }: NextRequest) {
  if (mailTransport !== 'mailbox') return problem(404, NOTHING_HERE)
  return respond(async () => {
    const asked = [...new Set(searchParams.keys())].map((name) => [name, single(searchParams.getAll(name))])
    const messages = await listMessages(parseInput(mailboxQuery, Object.fromEntries(asked)))
    return Response.json(messages, { headers: { 'cache-control': 'private, no-store' } })
  })
}

function single(values: string[]) {
  return values.length === 1 ? values[0] : values
}

export const GET = declareGate(handle, { kind: 'public', limit: 'none: exists only while the mailbox is on' })
