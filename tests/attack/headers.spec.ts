import { readdirSync } from 'node:fs'
import path from 'node:path'
import { action, addressOf, expect, signedIn, test } from '@/tests/support/matrix-cast'
import type { Answer } from '@/tests/support/matrix-client'
import { plainPost } from '@/tests/support/matrix-forms'

// What every answer says to the browser, whatever was asked.

const distDir = process.env.NEXT_DIST_DIR || '.next'
const chunk = () =>
  `/_next/static/chunks/${readdirSync(path.join(distDir, 'static/chunks')).find((name) => name.endsWith('.js'))}`
const kinds: Record<string, () => string> = {
  'a public page': () => '/',
  'the sign-in page': () => '/sign-in',
  'a page that leads to the sign-in page': () => '/account',
  'an unknown address': () => '/nowhere/at/all',
  'an unknown token': () => `/invite/${'A'.repeat(43)}`,
  'a handler': () => '/api/health/live',
  'a refusing handler': () => '/api/session',
  'a picture that nobody may see': () => '/api/avatars/00000000-0000-4000-8000-000000000000',
  'a static file': chunk,
  'a file of public/': () => '/icon.svg',
  'a missing static file': () => '/_next/static/chunks/nothing.js',
}

function expectStaticHeaders({ headers }: Answer) {
  expect(headers['strict-transport-security']).toMatch(/max-age=\d{8,}; includeSubDomains/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['cross-origin-opener-policy']).toBe('same-origin')
  expect(headers['permissions-policy']).toContain('camera=()')
  for (const directive of [`frame-ancestors 'none'`, `object-src 'none'`, `base-uri 'none'`])
    expect(headers['content-security-policy']).toContain(directive)
  expect(headers['x-powered-by']).toBeUndefined()
  expect(headers.server).toBeUndefined()
  expect(headers['access-control-allow-origin']).toBeUndefined()
}

for (const [kind, address] of Object.entries(kinds))
  test(`${kind} has the static headers and does not say what runs here`, async ({ cast }) => {
    const answer = await cast.clients.nobody.get(address())
    expectStaticHeaders(answer)
    expect(answer.text).not.toMatch(/sourceMappingURL/)
  })

test('a refusal, an error page and an action’s answer have them as well', async ({ cast }) => {
  const { viewer, foreigner, owner } = cast.clients
  expectStaticHeaders(await viewer.get(addressOf('/o/[slug]/audit-log', cast)))
  expectStaticHeaders(await foreigner.get(addressOf('/o/[slug]', cast)))
  expectStaticHeaders(
    await owner.post(
      addressOf('/o/[slug]/projects', cast),
      plainPost(action('createProject').id, [cast.org.slug], { name: '' }),
    ),
  )
})

test('each page has a nonce of its own, which no script lacks and no page repeats', async ({ cast }) => {
  const seen = new Set<string>()
  for (const [who, address] of [
    ['nobody', '/'],
    ['nobody', '/sign-in'],
    ['nobody', '/sign-in'],
    ['nobody', '/nowhere/at/all'],
    ['nobody', `/invite/${'A'.repeat(43)}`],
    ['owner', '/account'],
    ['owner', addressOf('/o/[slug]/projects', cast)],
    ['viewer', addressOf('/o/[slug]/audit-log', cast)],
    ['foreigner', addressOf('/o/[slug]', cast)],
  ] as const) {
    const { headers, text } = await cast.clients[who].get(address)
    const policy = headers['content-security-policy'] ?? ''
    const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1] ?? ''
    expect(nonce.length, address).toBeGreaterThanOrEqual(22)
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src [^;]*unsafe-inline/)
    expect(seen.has(nonce)).toBe(false)
    seen.add(nonce)
    const scripts = text.match(/<(script|style)\b[^>]*>/g) ?? []
    expect(scripts.length, address).toBeGreaterThan(0)
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      `${address} → a static page carries no nonce: make it dynamic.`,
    ).toEqual([])
    expect(text).not.toMatch(/<[^>]+\son(click|load|error|submit)=/i)
    expect(text).not.toMatch(/(href|src|action)="javascript:(?!throw)/i)
  }
})

test('a nonce that the client sends is not used', async ({ cast }) => {
  const given = { 'x-nonce': 'mine', 'content-security-policy': `script-src 'nonce-mine'` }
  const { headers, text } = await cast.clients.nobody.get('/sign-in', given)
  expect(headers['content-security-policy']).not.toContain('nonce-mine')
  expect(text).not.toContain('nonce="mine"')
})

test('no answer to somebody signed in is kept by anybody', async ({ cast }) => {
  const routes = [
    '/account',
    '/account/organizations',
    '/new',
    '/o/[slug]',
    '/o/[slug]/projects',
    '/o/[slug]/projects/[id]',
    '/o/[slug]/members',
    '/o/[slug]/settings',
    '/o/[slug]/audit-log',
    '/api/o/[slug]/projects',
    '/api/session',
  ]
  for (const who of ['owner', 'viewer', 'foreigner'] as const)
    for (const route of routes)
      for (const way of ['get', 'payload'] as const) {
        const { headers, status } = await cast.clients[who][way](addressOf(route, cast))
        const kept = headers['cache-control'] ?? ''
        expect(kept, `${who} ${route} ${status}`).toMatch(/private/)
        expect(kept, `${who} ${route} ${status}`).toMatch(/no-store/)
        expect(kept).not.toMatch(/public|s-maxage/)
      }
})

test('the session cookie is for this site alone and out of reach of scripts', async ({ cast }) => {
  const client = await signedIn(cast.people.member)
  const again = await client.post(
    '/sign-in',
    plainPost(action('signIn').id, [], { email: cast.people.member.email, password: cast.people.member.password }),
  )
  const cookie = again.setCookies.find((line) => line.startsWith('session=')) ?? ''
  for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age='])
    expect(cookie.toLowerCase()).toContain(attribute.toLowerCase())
  expect(cookie).not.toMatch(/domain=/i)
  expect(cookie.length).toBeLessThan(1_024)
})

test('signing in gives a new token, and the one before is worth nothing', async ({ cast }) => {
  const client = await signedIn(cast.people.member)
  const before = client.cookies.get('session') ?? ''
  await signedIn(cast.people.member, client)
  expect(client.cookies.get('session')).not.toBe(before)
  client.cookies.set('session', before)
  expect((await client.get('/api/session')).status).toBe(401)
})

test('pages that a mailed token opens do not tell other sites where they were', async ({ cast }) => {
  for (const address of [
    `/invite/${'A'.repeat(43)}`,
    `/reset-password?token=${'A'.repeat(43)}`,
    `/verify-email?token=${'A'.repeat(43)}`,
    `/sign-in/link?token=${'A'.repeat(43)}`,
  ]) {
    const { headers, text } = await cast.clients.nobody.get(address)
    expect(headers['referrer-policy'], address).toBe('same-origin')
    const elsewhere = (text.match(/(?:src|href)="(?:https?:)?\/\/[^"]+"/g) ?? []).filter(
      (link) => !link.includes(cast.clients.nobody.base),
    )
    expect(elsewhere, `${address} loads or links what lies elsewhere`).toEqual([])
  }
})

test('after signing out the browser throws away what it kept, and no cookies of others', async ({ cast }) => {
  const { headers } = await cast.clients.nobody.get('/sign-in?signed-out')
  expect(headers['clear-site-data']).toBe('"cache", "storage"')
  expect((await cast.clients.nobody.get('/sign-in')).headers['clear-site-data']).toBeUndefined()
})

test('no source map is served, and no file of ours lies open', async ({ cast }) => {
  const files = [
    `${chunk()}.map`,
    '/.env',
    '/.env.local',
    '/package.json',
    '/.git/config',
    '/.next/BUILD_ID',
    '/server.js',
    '/prisma/schema.prisma',
    '/_next/static/../server/server-reference-manifest.json',
    '/_next/static/%2e%2e/server/middleware-manifest.json',
    '/_next/image?url=http://169.254.169.254/&w=64&q=75',
    '/_next/image?url=%2F%2Fevil.test%2Fx.png&w=64&q=75',
  ]
  for (const file of files) {
    const { status, text } = await cast.clients.nobody.get(file)
    expect(status, file).toBeGreaterThanOrEqual(400)
    expect(status, file).toBeLessThan(500)
    expect(text).not.toMatch(/sourcesContent|AUTH_SECRET|encryptionKey/)
  }
})
