import { createHash, timingSafeEqual } from 'node:crypto'
import type { NextRequest } from 'next/server'
import { declareGate } from '@/lib/access/entrance'
import { problem, respond } from '@/lib/access/routes'
import { env } from '@/lib/env'
import { NOTHING_HERE } from '@/lib/errors'
import { drainOnce } from '@/lib/jobs/worker'

// GET too, because that is what platforms' cron services send. The bearer is no cookie: no other site can send it along.
async function handle(request: NextRequest) {
  if (!env.CRON_SECRET) return problem(404, NOTHING_HERE)
  if (!isSame(request.headers.get('authorization') ?? '', `Bearer ${env.CRON_SECRET}`)) {
    const refused = problem(401, 'This needs the bearer token of CRON_SECRET.')
    refused.headers.set('www-authenticate', 'Bearer')
    return refused
  }
  return respond(async () => Response.json(await drainOnce(), { headers: { 'cache-control': 'no-store' } }))
}

/** In the same time wherever they differ, and whatever their lengths. */
function isSame(given: string, expected: string) {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}

const gated = declareGate(handle, { kind: 'public', limit: 'none: bearer CRON_SECRET' })

export { gated as GET, gated as POST }
