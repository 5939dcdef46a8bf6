import { z } from 'zod'
import { consume } from '@/lib/access/rate-limit'
import { translate } from '@/lib/db/errors'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { ipBucket, readRequest } from '@/lib/request'
import { readOrCreateAsking, rememberAsked } from './asking'
import { takeErrand } from './errand'
import { beginHandshake, finishHandshake } from './handshake'
import { enterWithIdentity, linkedIdentity } from './linking'
import { SocialProblem } from './problems'
import { listProviders, type Provider } from './providers'
import { safePath } from './safe-path'
import { readDevice, type SignInMethod } from './session'
import { keepWaitingIdentity } from './waiting-identity'
import { welcome } from './welcome'

export const beginSocialSignInSchema = z.object({ provider: z.string(), next: z.string().optional() })

/** The button: off to the provider. */
export async function beginSocialSignIn(_ctx: unknown, input: z.output<typeof beginSocialSignInSchema>) {
  const provider = listProviders().find(({ id }) => id === input.provider)
  if (!provider) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const next = safePath(input.next, '')
  return { redirectTo: await explained(next, () => beginHandshake(provider, { purpose: 'sign-in', next })) }
}

/** The way back: in, to the mailbox, or to the sign-in page with a sentence. Always a path of ours, whatever the provider sent. */
export async function finishSocialSignIn(provider: Provider, search: URLSearchParams): Promise<string> {
  const errand = await takeErrand(provider.id, search.get('state'))
  const next = errand?.next ?? ''
  return explained(next, async () => {
    const request = await readRequest()
    await consume('oauth', ipBucket(request.ip))
    if (!errand) throw new SocialProblem('unfinished')
    const identity = await finishHandshake(provider, search)
    const method: SignInMethod = `oauth:${provider.id}`
    const asking = await readOrCreateAsking()
    const entry = await enterWithIdentity(identity, { request, device: await readDevice(), method, next, asking })
    if (!('mailed' in entry)) return (await welcome(entry, method, next)).redirectTo
    const { email, tokenId } = entry.mailed
    await rememberAsked(asking, email, tokenId)
    await keepWaitingIdentity({ email, identity: linkedIdentity(identity) })
    return '/verify-email?sent'
  })
}

async function explained(next: string, work: () => Promise<string>): Promise<string> {
  try {
    return await work()
  } catch (error) {
    const refusal = translate(error)
    const problem =
      refusal instanceof SocialProblem
        ? refusal.problem
        : refusal instanceof AppError
          ? reasons[refusal.code]
          : undefined
    if (!problem) throw error
    return `/sign-in?${new URLSearchParams({ problem, ...(next && { next }) })}`
  }
}

const reasons: Partial<Record<AppError['code'], string>> = {
  TOO_MANY: 'too-many',
  UNAVAILABLE: 'trouble',
  CONFLICT: 'trouble',
}
