import { respond } from '@/lib/access/routes'
import { findCaller } from '@/lib/auth/context'
import { AppError } from '@/lib/errors'

/** Who am I? For other parts of a product that share this host. No secrets. */
export async function GET() {
  return respond(async () => {
    const caller = await findCaller(null)
    if (!caller) throw new AppError('UNAUTHENTICATED', 'Please sign in.')
    const { user, session, organizations } = caller
    return Response.json(
      {
        user: { id: user.id, email: user.email, emailVerified: user.emailVerified, name: user.name },
        session: { id: session.id, method: session.method, createdAt: session.createdAt },
        organizations,
      },
      { headers: { 'cache-control': 'private, no-store' } },
    )
  })
}
