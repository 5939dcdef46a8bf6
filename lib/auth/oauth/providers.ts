// Who else can say who somebody is. A provider whose keys are missing hides itself; docs/adding-a-provider.md adds one.
import { customFetch } from 'next-auth'
import type { OAuthConfig, OIDCConfig } from 'next-auth/providers'
import MicrosoftEntraID from 'next-auth/providers/microsoft-entra-id'
import { env } from '@/lib/env'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { isMethodOn } from '../methods'
import { fetchPatiently } from './fetch-patiently'
import { readGitHubUser } from './github'

/** What providers say of a person, in OpenID Connect's words. Nothing in it is trusted to have its type. */
export type Claims = { sub?: unknown; email?: unknown; email_verified?: unknown; name?: unknown }

export type Provider = {
  /** Ours: in AUTH_METHODS, in a session's method (`oauth:github`), on the button. */
  id: string
  name: string
  /** Auth.js' own. Its `id` is the last part of the callback's path. */
  handshake: OIDCConfig<Claims> | OAuthConfig<Claims>
}

/** The providers that have their keys, in the order of the buttons. */
export function listProviders(): Provider[] {
  return [google(), github(), microsoft(), oidc()].filter(
    (provider): provider is Provider => provider !== null && isMethodOn(provider.id),
  )
}

/** Every way in that is on here, with a name where it is not one of ours. */
export function listMethods(): { id: string; name?: string }[] {
  const own = ['password', 'link', 'passkey'].filter(isMethodOn).map((id) => ({ id }))
  return [...own, ...listProviders().map(({ id, name }) => ({ id, name }))]
}

export function requireProvider(id: string): Provider {
  const provider = listProviders().find((one) => one.id === id)
  if (!provider) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return provider
}

/** The configured provider whose people this issuer names; null for one that was switched off since. Microsoft has an issuer for each tenant. */
export function findProviderOf(issuer: string): Provider | null {
  return (
    listProviders().find(
      ({ id, handshake }) => issuer === handshake.issuer || (id === 'microsoft' && tenant.test(issuer)),
    ) ?? null
  )
}

const tenant = /^https:\/\/login\.microsoftonline\.com\/[\w-]+\/v2\.0$/

const openId = {
  type: 'oidc' as const,
  checks: ['pkce' as const, 'state' as const, 'nonce' as const],
  authorization: { params: { scope: 'openid profile email' } },
  profile: ({ sub }: Claims) => ({ id: String(sub) }),
  [customFetch]: fetchPatiently,
}

function google(): Provider | null {
  const { AUTH_GOOGLE_ID: clientId, AUTH_GOOGLE_SECRET: clientSecret } = env
  if (!clientId || !clientSecret) return null
  const issuer = 'https://accounts.google.com'
  return {
    id: 'google',
    name: 'Google',
    handshake: { ...openId, id: 'google', name: 'Google', issuer, clientId, clientSecret },
  }
}

function github(): Provider | null {
  const { AUTH_GITHUB_ID: clientId, AUTH_GITHUB_SECRET: clientSecret } = env
  if (!clientId || !clientSecret) return null
  return {
    id: 'github',
    name: 'GitHub',
    handshake: {
      id: 'github',
      name: 'GitHub',
      type: 'oauth',
      issuer: 'https://github.com/login/oauth',
      authorization: { url: 'https://github.com/login/oauth/authorize', params: { scope: 'read:user user:email' } },
      token: 'https://github.com/login/oauth/access_token',
      userinfo: {
        url: 'https://api.github.com/user',
        request: ({ tokens }: { tokens: { access_token?: string } }) => readGitHubUser(tokens.access_token ?? ''),
      },
      checks: ['pkce', 'state'],
      clientId,
      clientSecret,
      profile: openId.profile,
      [customFetch]: fetchPatiently,
    },
  }
}

/** Any tenant and personal accounts. Auth.js knows this id, and with it reads the issuer, which holds the tenant, from the ID token. */
function microsoft(): Provider | null {
  const { AUTH_MICROSOFT_ID: clientId, AUTH_MICROSOFT_SECRET: clientSecret } = env
  if (!clientId || !clientSecret) return null
  const entra = MicrosoftEntraID({ clientId, clientSecret }) as unknown as OIDCConfig<Claims> // typed with its own claims
  const { checks, authorization, profile } = openId
  const fetchAndNameTenant = entra[customFetch] ?? fetch
  return {
    id: 'microsoft',
    name: 'Microsoft',
    handshake: {
      ...entra,
      checks,
      authorization,
      profile,
      [customFetch]: (input, init) => fetchPatiently(input, init, fetchAndNameTenant),
    },
  }
}

/** Any provider that speaks OpenID Connect. A conforming one leaves the e-mail out of the ID token, so userinfo is asked. */
function oidc(): Provider | null {
  const { AUTH_OIDC_ID: clientId, AUTH_OIDC_SECRET: clientSecret, AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_NAME: name } = env
  if (!clientId || !clientSecret || !issuer) return null
  return {
    id: 'oidc',
    name,
    handshake: { ...openId, id: 'oidc', name, issuer, clientId, clientSecret, idToken: false },
  }
}
