import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { Claims, Context } from 'oidc-provider'
import { OpenIdMemory } from './openid-memory'

type Told = {
  client: { id: string; secret: string; redirectUri: string }
  /** What it says of whom, by subject. */
  people: Map<string, Claims>
}

/** An OpenID provider for one application that nobody has to consent to, and that asks who somebody is at /interaction/…. */
export async function openIdConfiguration({ client, people }: Told) {
  const kept = new Map()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return {
    adapter: (kind: string) => new OpenIdMemory(kind, kept),
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    jwks: { keys: [await exportJWK(privateKey)] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ ...people.get(accountId), sub: accountId }),
    }),
    async loadExistingGrant({ oidc: { provider, client, session } }: Context) {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
  }
}
