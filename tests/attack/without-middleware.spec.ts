import { rows } from '@/tests/support/database'
import { action, addressOf, expect, signedIn, test } from '@/tests/support/matrix-cast'
import { Client } from '@/tests/support/matrix-client'
import { plainPost, reactPost, returned } from '@/tests/support/matrix-forms'
import { expectNothingOf } from '@/tests/support/matrix-leaks'
import { builtWithoutMiddleware } from '@/tests/support/without-middleware'

// The application built again without its middleware, on the same database. Everything refuses as it does with it; only the
// nonce and the courtesy redirect go.

const bare = () => {
  const url = process.env.BARE_URL
  if (!url)
    throw new Error('There is no build without middleware → `npm run test:e2e -- tests/attack`, which makes one.')
  return url
}
const pages = [
  '/o/[slug]',
  '/o/[slug]/projects',
  '/o/[slug]/projects/[id]',
  '/o/[slug]/members',
  '/o/[slug]/members/invitations',
  '/o/[slug]/settings',
  '/o/[slug]/audit-log',
]

test('the middleware is really away: there is no nonce', async () => {
  const { headers } = await new Client(bare()).get('/sign-in')
  expect(headers['content-security-policy']).not.toContain('nonce')
  expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`)
})

test('pages refuse by themselves: nobody, a stranger, an owner elsewhere, a revoked session', async ({ cast }) => {
  for (const route of pages)
    for (const who of ['nobody', 'stranger', 'foreigner', 'revoked'] as const) {
      const client = cast.clients[who].at(bare())
      const address = addressOf(route, cast)
      const answer = await client.get(address)
      const isIn = who === 'stranger' || who === 'foreigner'
      expect(answer.status, `${who} ${route}`).toBe(isIn ? 404 : 307)
      if (!isIn) expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent(address)}`)
      expectNothingOf(cast, answer, `${who} ${route}`, address)
      for (const headers of [{}, { 'next-router-prefetch': '1' }] as Record<string, string>[])
        expectNothingOf(cast, await client.payload(address, headers), `${who} ${route} as a payload`, address)
    }
})

test('a role that does not suffice is 403 in words', async ({ cast }) => {
  for (const who of ['viewer', 'member'] as const)
    for (const route of ['/o/[slug]/settings', '/o/[slug]/audit-log', '/o/[slug]/members/invitations']) {
      const answer = await cast.clients[who].at(bare()).get(addressOf(route, cast))
      expect(answer.status, `${who} ${route}`).toBe(403)
      expect(answer.text).toMatch(/owner.*admin/)
    }
})

test('the pages of a person send whoever has no session to sign in', async ({ cast }) => {
  for (const route of ['/account', '/account/organizations', '/new'])
    for (const who of ['nobody', 'revoked'] as const) {
      const answer = await cast.clients[who].at(bare()).get(route)
      expect(answer.status, `${who} ${route}`).toBe(307)
      expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent(route)}`)
      expectNothingOf(cast, answer, `${who} ${route}`)
    }
})

test('a session that ran out, or whose person was disabled, is none', async ({ cast }) => {
  const client = await signedIn(cast.people.member)
  const here = client.at(bare())
  expect((await here.get(addressOf('/o/[slug]/projects', cast))).status).toBe(200)
  const session = `(select id from "Session" where "userId" = $1 order by "createdAt" desc limit 1)`
  await rows(`update "Session" set "expiresAt" = now() where id = ${session}`, [cast.people.member.id])
  const answer = await here.get(addressOf('/o/[slug]/projects', cast))
  expect(answer.status).toBe(307)
  expectNothingOf(cast, answer, 'a session that ran out')
  expect((await here.get('/api/session')).status).toBe(401)
})

test('the handler refuses by itself', async ({ cast }) => {
  for (const [who, status] of Object.entries({
    nobody: 401,
    revoked: 401,
    stranger: 404,
    foreigner: 404,
    viewer: 403,
  } as const)) {
    const client = cast.clients[who as 'nobody'].at(bare())
    const path = addressOf('/api/o/[slug]/projects', cast)
    const answer = await client.post(path, { name: 'Bare' })
    expect(answer.status, who).toBe(status)
    expectNothingOf(cast, answer, who)
  }
  const owner = cast.clients.owner.at(bare())
  const path = addressOf('/api/o/[slug]/projects', cast)
  for (const origin of ['https://evil.test', 'null', ''])
    expect(
      (await owner.ask(path, { method: 'POST', body: { name: 'Bare' }, headers: origin ? { origin } : {} })).status,
    ).toBe(403)
  for (const chunked of [false, true])
    expect(
      (
        await owner.ask(path, {
          method: 'POST',
          body: { name: `Bare ${'x'.repeat(1_200_000)}` },
          headers: { origin: owner.base },
          chunked,
        })
      ).status,
    ).toBe(413)
})

test('actions refuse by themselves, and what comes from elsewhere or is too large does nothing', async ({ cast }) => {
  const { id } = action('createProject', builtWithoutMiddleware)
  const path = addressOf('/o/[slug]/projects', cast)
  const send = (
    who: 'nobody' | 'stranger' | 'foreigner' | 'revoked' | 'viewer' | 'owner',
    headers: Record<string, string> = {},
    name = 'Bare',
  ) => cast.clients[who].at(bare()).post(path, reactPost([cast.org.slug], { name }), { 'next-action': id, ...headers })
  for (const who of ['nobody', 'revoked'] as const)
    expect((await send(who)).headers['x-action-redirect']).toMatch(/^\/sign-in/)
  for (const who of ['stranger', 'foreigner'] as const)
    expect(returned((await send(who)).text)).toMatchObject({ message: 'There is nothing here.' })
  expect(returned((await send('viewer')).text)?.message).toContain('project:create')
  for (const origin of ['https://evil.test', 'null', '%%%']) {
    // an Origin that is another site’s or none at all Next answers by itself, with 500; a plain form it may run, and the gate refuses
    await send('owner', { origin })
    const plain = await cast.clients.owner
      .at(bare())
      .post(path, plainPost(id, [cast.org.slug], { name: 'Bare' }), { origin })
    expect(plain.status, origin).toBeGreaterThanOrEqual(400)
  }
  const owner = cast.clients.owner.at(bare())
  const originless = await owner.ask(path, {
    method: 'POST',
    body: reactPost([cast.org.slug], { name: 'Bare' }),
    headers: { 'next-action': id },
  })
  expect(originless.status).toBe(403)
  await send('owner', {}, `Bare ${'x'.repeat(1_200_000)}`)
  expect(
    await rows(`select 1 from "Project" where "organizationId" = $1 and name like 'Bare%'`, [cast.org.id]),
  ).toEqual([])
})

test('what is allowed goes through: the tests above are refused for their reason', async ({ cast }) => {
  const owner = cast.clients.owner.at(bare())
  const path = addressOf('/o/[slug]/projects', cast)
  expect((await owner.get(path)).text).toContain(cast.project.name)
  const answer = await owner.post(path, reactPost([cast.org.slug], { name: 'Rightly' }), {
    'next-action': action('createProject', builtWithoutMiddleware).id,
  })
  expect(answer.status).toBeLessThan(400)
  expect(
    await rows(`select 1 from "Project" where "organizationId" = $1 and name = 'Rightly'`, [cast.org.id]),
  ).toHaveLength(1)
})

test('the static headers stand, and signed-in answers are kept by nobody', async ({ cast }) => {
  const { headers } = await cast.clients.owner.at(bare()).get(addressOf('/o/[slug]/projects', cast))
  expect(headers['cache-control']).toMatch(/private.*no-store|no-store.*private/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['strict-transport-security']).toMatch(/max-age/)
  expect(headers['x-powered-by']).toBeUndefined()
})
