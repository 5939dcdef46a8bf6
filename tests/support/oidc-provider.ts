import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Claims, Provider } from 'oidc-provider'
import { openIdConfiguration } from '@/scripts/lib/openid-configuration'

export const clientId = 'the-application'
export const clientSecret = 'a-secret-that-only-these-two-know'

/** Its issuer is that of a provider elsewhere: whoever is asked for that one's description has to be led here. */
type StandIn = { for: string; configuration?: object }

export type OidcProvider = Awaited<ReturnType<typeof startOidcProvider>>

/**
 * A certified OpenID provider on this machine. Whoever signs in says who they are, and it vouches for every word: the claims
 * are typed as JSON, so a test decides what `email_verified` is.
 */
export async function startOidcProvider(redirectUri: string, { stands }: { stands?: StandIn } = {}) {
  const people = new Map<string, Claims>()
  const requests: string[] = []
  const refusals: string[] = []
  const server = http.createServer(handle)
  server.listen(0, '127.0.0.1') // not `localhost`: cookies know no ports
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = stands?.for ?? origin
  const provider = new Provider(issuer, {
    ...(await openIdConfiguration({ client: { id: clientId, secret: clientSecret, redirectUri }, people })),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ...stands?.configuration,
  })
  const callback = provider.callback()

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const path = request.url ?? ''
    const place = path.split('?')[0] ?? path
    requests.push(place)
    response.once('finish', () => response.statusCode >= 400 && refusals.push(`${response.statusCode} ${place}`))
    if (!path.startsWith('/interaction/')) return callback(request, response)
    if (request.method === 'GET') return response.setHeader('content-type', 'text/html').end(page)
    const form = new URLSearchParams(await text(request))
    const claims = JSON.parse(form.get('claims') || '{}') as Claims
    const accountId = String(claims.sub)
    people.set(accountId, claims)
    const cancelled = { error: 'access_denied', error_description: 'They did not want to.' }
    await provider.interactionFinished(
      request,
      response,
      form.get('answer') === 'yes' ? { login: { accountId } } : cancelled,
    )
  }

  return {
    issuer,
    /** Where it is, which is its issuer unless it stands for another. */
    origin,
    requests,
    refusals,
    settings: { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: clientId, AUTH_OIDC_SECRET: clientSecret },
    /** Goes there as a new browser would, signs in with these claims (or cancels), and says where the browser is sent back to. */
    answer: (url: string, claims: Claims | null) =>
      walk(url, { claims: JSON.stringify(claims ?? {}), answer: claims ? 'yes' : 'no' }),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const page = `<!doctype html><html lang="en"><title>Provider</title><main><h1>Who are you?</h1>
<form method="post"><label>Claims <textarea name="claims"></textarea></label>
<button name="answer" value="yes">Sign in</button> <button name="answer" value="no">Cancel</button></form></main></html>`

/** A browser's part: cookies, redirects, and the form that asks who somebody is, with these fields. */
export async function walk(start: string, fields: Record<string, string>) {
  const { origin } = new URL(start)
  const jar = new Map<string, string>()
  let url = start
  let body: URLSearchParams | undefined
  while (new URL(url).origin === origin) {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      body,
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name && value !== undefined) jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location && body) throw new Error(`The provider answered ${response.status}: ${await response.text()}`)
    if (!location && !new URL(url).pathname.startsWith('/interaction/')) throw new Error(await response.text())
    body = location ? undefined : new URLSearchParams(fields)
    url = location ? new URL(location, url).href : url
  }
  return url
}
