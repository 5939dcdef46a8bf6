// Auth.js proves who somebody is at a provider, and does nothing else: without an adapter and with `jwt: () => null` it leaves
// no user, no session and no cookie of its own. What follows from the proof is decided in linking.ts.
import { decodeJwt } from 'jose'
import { cookies } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth, { type AuthError, type NextAuthConfig } from 'next-auth'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { cookieOptions, handshakeCookie } from '../cookie-names'
import { type Errand, keepErrand } from './errand'
import { type Problem, SocialProblem } from './problems'
import type { Claims, Provider } from './providers'

/** Whom a provider vouches for: known by issuer and subject, never by an address. */
export type Identity = {
  issuer: string
  subject: string
  type: 'oidc' | 'oauth'
  email: string | null
  emailVerified: boolean
  name: string | null
}

const parts = ['state', 'pkce', 'nonce'] as const

function configure(provider: Provider, own: Pick<NextAuthConfig, 'callbacks' | 'logger'>): NextAuthConfig {
  // Without it Auth.js believes x-forwarded-host, and a stranger chooses where the provider sends the code.
  process.env.AUTH_URL = env.APP_URL
  const cookie = (part: string) => ({ name: handshakeCookie(part), options: cookieOptions() })
  return {
    ...own,
    secret: env.AUTH_SECRET,
    trustHost: true,
    basePath: '/api/auth',
    redirectProxyUrl: '', // nobody turns this on through AUTH_REDIRECT_PROXY_URL
    providers: [provider.handshake],
    cookies: {
      state: cookie('state'),
      pkceCodeVerifier: cookie('pkce'),
      nonce: cookie('nonce'),
      callbackUrl: cookie('next'),
    },
  }
}

/** From an action: keeps the errand and the provider's secrets in this browser, and says where to send it. */
export async function beginHandshake(
  provider: Provider,
  { purpose, by, next }: Pick<Errand, 'purpose' | 'by' | 'next'>,
): Promise<string> {
  let failure: unknown
  const { signIn } = NextAuth(configure(provider, { logger: silently((error) => (failure ??= error)) }))
  const url: string = await signIn(provider.handshake.id, { redirect: false, redirectTo: '/' })
  if (failure) {
    report(provider, failure)
    throw new SocialProblem('unavailable')
  }
  ;(await cookies()).delete({ name: handshakeCookie('next'), ...cookieOptions() }) // ours travels with the errand
  const state = new URL(url).searchParams.get('state') ?? ''
  await keepErrand({ purpose, by, next, provider: provider.id, state })
  return url
}

/** From the callback's handler. Whatever comes of it, this browser's attempt is used up. */
export async function finishHandshake(provider: Provider, search: URLSearchParams): Promise<Identity> {
  const secrets = await takeSecrets()
  let identity: Identity | undefined
  let failure: unknown
  const { handlers } = NextAuth(
    configure(provider, {
      callbacks: {
        jwt: () => null,
        signIn({ account, profile }) {
          if (account) identity = readIdentity(provider, account, (profile ?? {}) as Claims)
          return true
        },
      },
      logger: silently((error) => (failure ??= error)),
    }),
  )
  // A request of our own making: what else the browser or a proxy sent is none of Auth.js' business.
  const url = `${env.APP_URL}/api/auth/callback/${provider.handshake.id}?${search}`
  await handlers.GET(new NextRequest(url, { headers: { cookie: secrets } }))
  if (failure || !identity) throw new SocialProblem(explain(provider, failure, search.get('error')))
  if (!isSubject(identity.subject)) throw new SocialProblem('unavailable')
  return identity
}

/** At most 255 characters [OIDC Core 2], and none that the database refuses. */
const isSubject = (subject: string) => /^[^\p{C}]{1,255}$/u.test(subject)

/** Auth.js' cookies as it expects them, taken out of the browser. */
async function takeSecrets() {
  const jar = await cookies()
  const found = parts.flatMap((part) => jar.get(handshakeCookie(part)) ?? [])
  for (const part of parts) jar.delete({ name: handshakeCookie(part), ...cookieOptions() })
  return found.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

type Account = { providerAccountId: string; id_token?: string }

/** The ID token's issuer was checked by now, and for Microsoft it holds the tenant. `email_verified` is true or it is not. */
function readIdentity({ handshake }: Provider, { providerAccountId, id_token }: Account, claims: Claims): Identity {
  const { email, email_verified, name } = claims
  return {
    issuer: (handshake.type === 'oidc' && id_token ? decodeJwt(id_token).iss : handshake.issuer) ?? '',
    subject: providerAccountId,
    type: handshake.type,
    email: typeof email === 'string' ? email : null,
    emailVerified: email_verified === true,
    name: typeof name === 'string' ? name : null,
  }
}

const silently = (error: (failure: Error) => void) => ({ error, warn: () => {}, debug: () => {} })

/** Stale, used up or forged: whoever starts again may succeed. Anything else is the provider's fault, or our settings'. */
function explain(provider: Provider, failure: unknown, answer: string | null): Problem {
  const { type } = (failure ?? {}) as Partial<AuthError>
  if (type === 'OAuthCallbackError' && answer === 'access_denied') return 'cancelled'
  const { code = '', error } = report(provider, failure)
  const again = type === 'InvalidCheck' || error === 'invalid_grant' || /^OAUTH_(INVALID_RESPONSE|JWT_)/.test(code)
  return again ? 'unfinished' : 'unavailable'
}

type Reason = { name?: string; message?: string; code?: string; error?: string }

function report(provider: Provider, failure: unknown): Reason {
  const { type, cause } = (failure ?? {}) as Partial<AuthError>
  const reason = (cause?.err ?? failure ?? {}) as Reason
  const { name, message: says, code, error } = reason
  log.warn({ provider: provider.id, type, name, code, error, says }, 'a handshake failed')
  return reason
}
