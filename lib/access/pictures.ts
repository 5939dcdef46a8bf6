import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { findCaller } from '@/lib/auth/context'
import { filePolicy } from '@/lib/auth/file-policy'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { declareGate } from './entrance'
import { respond } from './routes'

type Picture = { bytes: Buffer; digest: string }

/** A picture of ours for whoever may see it, which `find` knows: its door in the database asks the session. */
export function userPicture(find: (id: string) => Promise<Picture | null>) {
  async function handle(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
    return respond(async () => {
      const id = z.uuid().safeParse((await params).id)
      const picture = id.success ? await find(id.data) : null
      if (!picture) throw await refusal()
      const { bytes, digest } = picture
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
  return declareGate(handle, { kind: 'user' })
}

async function refusal() {
  return (await findCaller(null))
    ? new AppError('NOT_FOUND', NOTHING_HERE)
    : new AppError('UNAUTHENTICATED', 'Please sign in.')
}
