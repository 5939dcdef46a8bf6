import { NextRequest } from 'next/server'
import { continueWithProvider } from '@/app/(auth)/social-actions'
import { connectAccount } from '@/app/account/security/connected-actions'
import { GET } from '@/app/api/auth/callback/[provider]/route'
import { env } from '@/lib/env'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import type { OidcProvider } from '@/tests/support/oidc-provider'
import { outcome } from '@/tests/support/outcome'

/** The button: where it sends the browser. */
export async function press(fields: { provider?: string; next?: string } = {}): Promise<string> {
  const answer = await outcome(() => continueWithProvider({}, form({ provider: 'oidc', ...fields })))
  if (!('redirectTo' in answer)) throw new Error(`Nobody was sent anywhere: ${JSON.stringify(answer)}`)
  return answer.redirectTo
}

/** The browser comes back: where it goes on to. Never anything but a redirect to a path of ours. */
export async function comeBack(url: string, provider = 'oidc'): Promise<string> {
  const response = await GET(new NextRequest(url), { params: Promise.resolve({ provider }) })
  const location = response.headers.get('location') ?? ''
  if (response.status !== 303 || !location.startsWith(`${env.APP_URL}/`))
    throw new Error(`${response.status} ${location}`)
  return location.slice(env.APP_URL.length)
}

/** All of it, as the person whom the provider makes of these claims. */
export async function visit(provider: OidcProvider, claims: Record<string, unknown>, next?: string): Promise<string> {
  return comeBack(await provider.answer(await press({ next }), claims))
}

/** Everything that a sign-in could have left. */
export async function traces() {
  const [left] = await rows<{ users: number; accounts: number; sessions: number; tokens: number; events: number }>(
    `select (select count(*)::int from "User") users, (select count(*)::int from "Account") accounts,
            (select count(*)::int from "Session") sessions, (select count(*)::int from "Token") tokens,
            (select count(*)::int from "SecurityEvent") events`,
  )
  return left
}

/** What is linked to whom. */
export function links() {
  return rows<{ email: string; issuer: string; subject: string }>(
    `select u.email, a.issuer, a.subject from "Account" a join "User" u on u.id = a."userId" order by u.email, a.subject`,
  )
}

/** “Connect” on the security page, as whoever is signed in: where it sends the browser. */
export async function pressConnect(provider = 'oidc'): Promise<string> {
  const answer = await outcome(() => connectAccount({}, form({ provider })))
  if (!('redirectTo' in answer)) throw new Error(`Nobody was sent anywhere: ${JSON.stringify(answer)}`)
  return answer.redirectTo
}

/** All of it: the account with these claims becomes one of whoever is signed in. */
export async function connect(provider: OidcProvider, claims: Record<string, unknown>): Promise<string> {
  return comeBack(await provider.answer(await pressConnect(), claims))
}
