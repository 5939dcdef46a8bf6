import { z } from 'zod'
import { normalizeEmail } from '@/lib/domain/strings'
import type { RequestInfo } from '@/lib/request'
import { readOrCreateAsking, rememberAsked } from '../asking'
import { safePath } from '../safe-path'
import { readDevice, type SignInMethod } from '../sessions/session'
import { isOnTheWayToInvitation } from '../sign-up-mode'
import { welcome } from '../welcome'
import type { Errand } from './errand'
import { explained } from './explained'
import { beginHandshake, type Identity } from './handshake'
import { enterWithIdentity, linkedIdentity } from './linking'
import { type Provider, requireProvider } from './providers'
import { keepWaitingIdentity } from './waiting-identity'

export const beginSocialSignInSchema = z.object({ provider: z.string(), next: z.string().optional() })

/** The button: off to the provider. */
export async function beginSocialSignIn(_ctx: unknown, input: z.output<typeof beginSocialSignInSchema>) {
  const provider = requireProvider(input.provider)
  const errand = { purpose: 'sign-in' as const, by: null, next: safePath(input.next, '') }
  return { redirectTo: await explained(errand, () => beginHandshake(provider, errand)) }
}

/** Back, and proved: in, or to the mailbox. */
export async function finishSocialSignIn(
  identity: Identity,
  { provider, errand: { next }, request }: { provider: Provider; errand: Errand; request: RequestInfo },
): Promise<string> {
  const method: SignInMethod = `oauth:${provider.id}`
  const asking = await readOrCreateAsking()
  const [device, invited] = await Promise.all([
    readDevice(),
    isOnTheWayToInvitation(normalizeEmail(identity.email ?? '') ?? '', next),
  ])
  const entry = await enterWithIdentity(identity, { request, device, method, next, asking, invited })
  if (!('mailed' in entry)) return (await welcome(entry, method, next)).redirectTo
  const { email, tokenId } = entry.mailed
  await rememberAsked(asking, email, tokenId)
  await keepWaitingIdentity({ email, identity: linkedIdentity(identity) })
  return '/verify-email?sent'
}
