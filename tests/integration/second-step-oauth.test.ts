import { afterAll, beforeAll, expect, test } from 'vitest'
import { findCaller } from '@/lib/auth/context'
import { env } from '@/lib/env'
import { asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { person } from '@/tests/support/people'
import { visit } from './oauth-visit'
import { enrol, type } from './two-factor-journeys'

// A file of its own: what reads passkeys leaves helpers in the global object that Auth.js, as Vitest runs it, would mistake
// for its own if it came later.

let provider: OidcProvider
beforeAll(async () => {
  provider = await startOidcProvider(`${env.APP_URL}/api/auth/callback/oidc`)
  Object.assign(env, provider.settings)
})
afterAll(() => provider.stop())

test('ada comes with her account at a provider, and is asked for the code all the same', async () => {
  const ada = await person('ada')
  const claims = { sub: 'ada-at-the-provider', email: ada.email, email_verified: true }
  await row(`insert into "Account" ("userId", type, issuer, subject) values ($1, 'oidc', $2, $3) returning "userId"`, [
    ada.id,
    provider.issuer,
    claims.sub,
  ])
  asNobody()
  expect(await visit(provider, claims, '/account')).toBe('/account')
  const { app } = await enrol(ada)
  asNobody()
  expect(await visit(provider, claims, '/account')).toBe('/sign-in/two-factor')
  expect(await findCaller(null)).toBeNull()
  expect(await type(app.code())).toEqual({ redirectTo: '/account' })
  const [newest] = await rows(
    `select method, "secondFactor" from "Session" where "userId" = $1 order by "createdAt" desc limit 1`,
    [ada.id],
  )
  expect(newest).toEqual({ method: 'oauth:oidc', secondFactor: 'app' })
})
