import { consume } from '@/lib/access/rate-limit'
import { ipBucket, readRequest } from '@/lib/request'
import { takeErrand } from './errand'
import { explained } from './explained'
import { finishHandshake } from './handshake'
import { SocialProblem } from './problems'
import type { Provider } from './providers'
import { finishLinking } from './social-linking'
import { finishSocialSignIn } from './social-sign-in'

const none = { purpose: 'sign-in', next: '' } as const

/**
 * Back from a provider, with what this browser was sent there for and nothing else: the errand decides, never who happens to be
 * signed in. Always a path of ours, whatever the provider sent.
 */
export async function comeBackFrom(provider: Provider, search: URLSearchParams): Promise<string> {
  const errand = await takeErrand(provider.id, search.get('state'))
  return explained(errand ?? none, async () => {
    const request = await readRequest()
    await consume('oauth', ipBucket(request.ip))
    if (!errand) throw new SocialProblem('unfinished')
    const identity = await finishHandshake(provider, search)
    const finish = errand.purpose === 'link' ? finishLinking : finishSocialSignIn
    return finish(identity, { provider, errand, request })
  })
}
