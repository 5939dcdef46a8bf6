import { randomBytes } from 'node:crypto'
import type { Mail } from '@/tests/support/mailbox'
import { action, addressOf, expect, test, traveller } from '@/tests/support/matrix-cast'
import { Client } from '@/tests/support/matrix-client'
import { plainPost } from '@/tests/support/matrix-forms'
import { until } from '@/tests/support/wait'

// Nobody is sent to another site, and no mail leads to one.

const elsewhere = [
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '/\\/evil.test',
  '/..//evil.test',
  '/.//evil.test',
  '/%2e%2e//evil.test',
  'https:evil.test',
  'https://evil.test',
  'https:/evil.test',
  'http:evil.test',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\t/evil.test',
  '/\n/evil.test',
  '\t//evil.test',
  ' //evil.test',
  '/%09/evil.test',
  '/%5cevil.test',
  '/%2f%2fevil.test',
  '%2f%2fevil.test',
  '/x/../..//evil.test',
  '//evil.test/%2f..',
  '//localhost@evil.test',
  '@evil.test',
  '.evil.test',
  '/\u0000/evil.test',
  '/\u2028/evil.test',
  '?next=//evil.test',
  '#//evil.test',
  'sign-in',
]

test('whoever signs in with a `next` that leaves the site stays', async () => {
  const { email, password } = await traveller()
  for (const next of elsewhere) {
    const client = new Client()
    const answer = await client.post('/sign-in', plainPost(action('signIn').id, [], { email, password, next }))
    if (answer.status === 200) expect(client.cookies.has('session'), JSON.stringify(next)).toBe(false)
    else expectHere(answer.headers.location, client)
  }
})

test('whoever is signed in already and opens such a link stays, too', async ({ cast }) => {
  const { member } = cast.clients
  for (const next of elsewhere)
    for (const page of ['/sign-in', '/sign-up']) {
      const answer = await member.get(`${page}?next=${encodeURIComponent(next)}`)
      expect(answer.status, JSON.stringify(next)).toBe(307)
      expectHere(answer.headers.location, member)
    }
})

test('a page that somebody came for is where they land, with its query', async ({ cast }) => {
  const { email, password } = await traveller()
  const next = `${addressOf('/o/[slug]/projects', cast)}?q=a%2Fb&status=archived`
  const answer = await new Client().post('/sign-in', plainPost(action('signIn').id, [], { email, password, next }))
  expect(new URL(answer.headers.location ?? '', 'http://here').pathname).toBe(addressOf('/o/[slug]/projects', cast))
})

test('the sign-in page repeats a `next` that leaves the site nowhere', async ({ cast }) => {
  for (const next of elsewhere.filter((one) => one.includes('evil'))) {
    const { text } = await cast.clients.nobody.get(`/sign-in?next=${encodeURIComponent(next)}`)
    const written = [...text.matchAll(/(?:href|action|src|value)="([^"]*evil\.test[^"]*)"/g)].map(
      ([, value = '']) => value,
    )
    const { base } = cast.clients.nobody
    const wanted = written.flatMap((value) => [value, new URL(value, base).searchParams.get('next') ?? '/'])
    const away = wanted.filter((value) => new URL(value, base).origin !== base)
    expect(away, JSON.stringify(next)).toEqual([])
  }
})

test('the Host that a client claims is in no Location', async ({ cast }) => {
  const claims: Record<string, string>[] = [
    { 'x-forwarded-host': 'evil.test' },
    { host: 'evil.test' },
    { forwarded: 'host=evil.test' },
    { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.test', 'x-forwarded-port': '443' },
    { 'x-original-host': 'evil.test', 'x-host': 'evil.test' },
  ]
  const { email, password } = await traveller()
  for (const headers of claims) {
    for (const path of [
      '/account',
      '/new',
      addressOf('/o/[slug]', cast),
      '/account?x=//evil',
      '//evil.test/..',
      '/o//evil.test',
    ])
      for (const who of ['nobody', 'revoked'] as const) {
        const answer = await cast.clients[who].get(path, headers)
        expect(answer.status, path).toBeLessThan(500)
        if (answer.headers.location) expectHere(answer.headers.location, cast.clients[who])
      }
    const client = new Client()
    const answer = await client.post('/sign-in', plainPost(action('signIn').id, [], { email, password }), headers)
    expect(answer.status).toBeLessThan(500)
    if (answer.headers.location) expectHere(answer.headers.location, client)
    expect(answer.text).not.toContain('evil.test')
  }
})

test('a request to 127.0.0.1 is led to the address that everybody uses, and a path cannot bend that', async ({
  cast,
}) => {
  const { base } = cast.clients.nobody
  for (const path of ['/sign-in?a=b', '//evil.test', '/\\evil.test', '/@evil.test']) {
    const answer = await cast.clients.nobody.get(path, { host: `127.0.0.1:${new URL(base).port}` })
    const { location } = answer.headers
    if (location) expect(new URL(location, base).origin, path).toBe(base)
  }
})

test('links in a mail lead to APP_URL, whatever Host its cause claimed', async ({ cast }) => {
  const client = new Client()
  const email = `mara.${randomBytes(4).toString('hex')}@people.test`
  const { password } = cast.people.member
  const asked = await client.post(
    '/sign-up',
    plainPost(action('signUp').id, [], {
      name: 'Mara',
      email,
      password: `${password}-${randomBytes(4).toString('hex')}`,
    }),
    { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https', forwarded: 'host=evil.test' },
  )
  expect(asked.status).toBeLessThan(500)
  const [mail] = await until<Mail[] | undefined>(
    'the mail',
    async () => {
      const { text } = await client.get(`/dev/mailbox.json?to=${encodeURIComponent(email)}`)
      const mails: Mail[] = JSON.parse(text)
      return mails.length > 0 ? mails : undefined
    },
    20_000,
  )
  expect(mail?.links.length).toBeGreaterThan(0)
  for (const link of mail?.links ?? []) expect(new URL(link).origin).toBe(client.base)
  expect(`${mail?.html}${mail?.text}`).not.toContain('evil.test')
})

function expectHere(location = '', client: Client) {
  expect(location, 'a Location that leaves the site → safePath() from lib/auth/safe-path.ts').not.toBe('')
  expect(new URL(location, client.base).origin, location).toBe(client.base)
  expect(location).not.toMatch(/^[/\\]{2}/)
}
