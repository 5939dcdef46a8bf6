import type { NextRequest } from 'next/server'
import { declareGate } from '@/lib/access/entrance'
import { problem } from '@/lib/access/routes'
import { listProviders } from '@/lib/auth/oauth/providers'
import { comeBackFrom } from '@/lib/auth/oauth/social-return'
import { env } from '@/lib/env'
import { NOTHING_HERE } from '@/lib/errors'

type Params = { params: Promise<{ provider: string }> }

/** Back from a provider. The only path of Auth.js that there is: everything else under /api/auth is nobody's. */
async function comeBack(request: NextRequest, { params }: Params) {
  const { provider: path } = await params
  const provider = listProviders().find(({ handshake }) => handshake.id === path)
  if (!provider) return problem(404, NOTHING_HERE)
  const location = env.APP_URL + (await comeBackFrom(provider, request.nextUrl.searchParams))
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'private, no-store' } })
}

export const GET = declareGate(comeBack, { kind: 'public', limit: 'oauth' })
