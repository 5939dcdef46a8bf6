import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { declareGate } from '@/lib/access/entrance'
import { respond } from '@/lib/access/routes'
import { findAvatar } from '@/lib/auth/avatars'
import { findCaller } from '@/lib/auth/context'
import { filePolicy } from '@/lib/auth/file-policy'
import { AppError, NOTHING_HERE } from '@/lib/errors'

/** A person's picture, for themself and for people who share an organization with them: the door in the database asks the session. */
async function handle(request: NextRequest, { params }: RouteContext<'/api/avatars/[id]'>) {
  return respond(async () => {
    const id = z.uuid().safeParse((await params).id)
    const avatar = id.success ? await findAvatar(id.data) : null
    if (!avatar) throw await refusal()
    const { bytes, digest } = avatar
    const isTheOneAskedFor = digest.startsWith(request.nextUrl.searchParams.get('v') || ' ')
    const headers = {
      'content-type': 'image/webp',
      'content-security-policy': filePolicy,
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': isTheOneAskedFor ? 'private, max-age=86400, immutable' : 'private, no-cache',
      // what a browser keeps is for the session that it was given to
      vary: 'Cookie',
      etag: `"${digest}"`,
    }
    if (request.headers.get('if-none-match') === headers.etag) return new Response(null, { status: 304, headers })
    return new Response(new Uint8Array(bytes), { headers })
  })
}

async function refusal() {
  return (await findCaller(null))
    ? new AppError('NOT_FOUND', NOTHING_HERE)
    : new AppError('UNAUTHENTICATED', 'Please sign in.')
}

export const GET = declareGate(handle, { kind: 'user' })
