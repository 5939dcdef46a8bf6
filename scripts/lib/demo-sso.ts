import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Claims } from 'oidc-provider'
import { isMethodOn } from '@/lib/auth/methods'
import { env, isLoopback } from '@/lib/env'
import { demoSsoLatePage, demoSsoPage } from './demo-sso-page'
import { connectDemoPeople, type DemoPerson } from './demo-sso-people'
import { warn } from './notice'

export type DemoSso = NonNullable<Awaited<ReturnType<typeof startDemoSso>>>

const path = '/demo-sso'
const anyIssuer = /^http:\/\/127\.0\.0\.1:\d+\/demo-sso$/

/**
 * An OpenID provider for trying social sign-in without the internet: whoever asks says who they are. `npm run dev` and
 * `npm run demo` start it and tell the application through AUTH_OIDC_…, as anybody would configure a provider; nothing in the
 * application knows it, and no other command starts it. What somebody has configured there themselves wins.
 */
export async function startDemoSso({ url, database }: { url: string; database: { appUrl: string } }) {
  const configured = env.AUTH_OIDC_ISSUER || env.AUTH_OIDC_ID || env.AUTH_OIDC_SECRET
  if (configured || !isMethodOn('oidc') || !isLoopback(url)) return
  const server = http.createServer(
    (request, response) => void handle(request, response).catch(() => response.destroy()),
  )
  server.listen(0, '127.0.0.1') // not `localhost`: cookies know no ports
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = {
    id: 'this-application',
    secret: randomBytes(32).toString('base64url'),
    redirectUri: `${url}/api/auth/callback/oidc`,
  }
  const issuer = `http://127.0.0.1:${port}${path}`
  let connected: Promise<DemoPerson[]> | undefined
  let provider: ReturnType<typeof loadProvider> | undefined

  const connect = () =>
    (connected ??= connectDemoPeople(database.appUrl, issuer, anyIssuer).catch((error: Error) => {
      warn(`The demo people are not connected to Demo SSO (${error.message}).`)
      return []
    }))

  async function handle(request: IncomingMessage, response: ServerResponse) {
    provider ??= loadProvider(issuer, client) // it takes a while, and most never ask
    const { answer, callback } = await provider
    const at = request.url ?? ''
    if (at.startsWith('/interaction/')) return answer(request, response, await connect())
    if (!at.startsWith(path)) return response.writeHead(404).end()
    return callback(Object.assign(request, { originalUrl: at, url: at.slice(path.length) || '/' }), response)
  }

  return {
    settings: {
      AUTH_OIDC_NAME: 'Demo SSO',
      AUTH_OIDC_ISSUER: issuer,
      AUTH_OIDC_ID: client.id,
      AUTH_OIDC_SECRET: client.secret,
    },
    /** Once the application answers: makes the demo people known at it. */
    connect,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function loadProvider(issuer: string, client: { id: string; secret: string; redirectUri: string }) {
  const { interactionPolicy, Provider } = await import('oidc-provider')
  const { openIdConfiguration } = await import('./openid-configuration')
  const { Check } = interactionPolicy
  const policy = interactionPolicy.base()
  const asks = ({ oidc }: { oidc: { result?: { login?: object } } }) =>
    oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
  policy.get('login').checks.add(new Check('somebody_else', 'It asks each time: somebody else may have come.', asks))
  const people = new Map<string, Claims>()
  const provider = new Provider(issuer, {
    ...(await openIdConfiguration({ client, people })),
    interactions: { policy, url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  })

  async function answer(request: IncomingMessage, response: ServerResponse, known: DemoPerson[]) {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    )
    response.setHeader('cache-control', 'no-store')
    if (request.method !== 'POST') return response.end(demoSsoPage(known))
    const claims = claimsOf(new URLSearchParams(await text(request)), known)
    if (claims) people.set(claims.sub, claims)
    const result = claims ? { login: { accountId: claims.sub, remember: false } } : { error: 'access_denied' }
    try {
      await provider.interactionFinished(request, response, result)
    } catch {
      response.statusCode = 400
      response.end(demoSsoLatePage())
    }
  }

  return { answer, callback: provider.callback() }
}

/** Whoever has this address is the same person the next time. */
function claimsOf(form: URLSearchParams, known: DemoPerson[]) {
  const person = known.find(({ email }) => email === form.get('person'))
  if (person) return { sub: person.email, email_verified: true, ...person }
  const email = form.get('email')?.trim().toLowerCase()
  if (!email || form.get('answer') !== 'new') return
  return { sub: email, email, email_verified: form.get('verified') === 'yes', name: form.get('name')?.trim() || email }
}
