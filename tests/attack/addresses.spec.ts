import { addressOf, expect, test } from '@/tests/support/matrix-cast'

// Addresses that no link of ours has are nothing that we have: 404, and never an error of ours.

const odd = [
  '%00',
  'acme%00',
  '%FF',
  '%C0%AF',
  '%ED%A0%80',
  '%',
  '%zz',
  'a'.repeat(2_000),
  '%F0%9F%9A%80',
  '%E2%80%AE',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e',
  '.',
  '-',
  '%20',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '0',
  '-1',
  '1e309',
  '%7B%7D',
  `'%20or%201=1--`,
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  'ACME',
  '%5Bslug%5D',
  '$slug',
  '00000000-0000-0000-0000-000000000000',
  '{}',
]
const places: Record<string, (odd: string) => string> = {
  'as a slug': (part) => `/o/${part}`,
  'as a slug of a page below': (part) => `/o/${part}/projects`,
  'as an id': (part) => `/o/[slug]/projects/${part}`,
  'as a token': (part) => `/invite/${part}`,
  'as a mail': (part) => `/dev/mailbox/${part}`,
  'as an address': (part) => `/${part}`,
  'as a slug of the handler': (part) => `/api/o/${part}/projects`,
  'as a provider': (part) => `/api/auth/callback/${part}`,
  'as another path of Auth.js': (part) => `/api/auth/${part}`,
}

for (const [place, path] of Object.entries(places))
  test(`${place}, whatever is written is nothing, and no error`, async ({ cast }) => {
    for (const part of odd) {
      const address = addressOf(path(part).replace('/invite/[token]', '/invite/x'), cast)
      const { status, text } = await cast.clients.owner.get(address)
      // `.` and `..` are taken away on the way; a broken escape is the client's fault
      const usual = /^(\.|%2e%2e)$/.test(part) ? [200, 307, 308, 404] : [400, 404, 308]
      expect(usual, `${address.slice(0, 120)} answered ${status}`).toContain(status)
      expect(/PrismaClient|invalid input syntax|at .*\.js:\d+:\d+|<script>alert\(1\)/i.test(text), address).toBe(false)
    }
  })

test('what is written into a query is shown as text, and never an error', async ({ cast }) => {
  const values = [
    '%00',
    '%FF',
    '%ED%A0%80',
    'x'.repeat(4_000),
    '%3Cscript%3Ealert(1)%3C/script%3E',
    '%27%3B--',
    '[]',
    '-1',
    '1e309',
    '2026-99-99',
    '__proto__',
  ]
  const routes: [string, string[]][] = [
    ['/o/[slug]/projects', ['q', 'status', 'after']],
    ['/o/[slug]/members', ['q', 'role', 'after']],
    ['/o/[slug]/members/invitations', ['q', 'state', 'after']],
    ['/o/[slug]/audit-log', ['action', 'actor', 'from', 'to', 'before']],
    ['/sign-in', ['next', 'email', 'problem', 'signed-out', 'deleted']],
    ['/sign-up', ['next', 'email', 'invite']],
    ['/reset-password', ['token']],
    ['/verify-email', ['token', 'email']],
    ['/sign-in/link', ['token', 'email']],
  ]
  for (const [route, names] of routes)
    for (const name of names)
      for (const value of [...values, `a&${name}=b`]) {
        const who = route.startsWith('/o/') ? 'owner' : 'nobody'
        const { status, text } = await cast.clients[who].get(`${addressOf(route, cast)}?${name}=${value}`)
        expect(status, `${route}?${name}=${value.slice(0, 40)}`).toBeLessThan(500)
        expect(text.includes('<script>alert(1)'), route).toBe(false)
      }
})

test('a query of the handler that cannot be read is 400', async ({ cast }) => {
  for (const query of ['q=%00', 'after=%00', 'status=x', `q=${'x'.repeat(5_000)}`]) {
    const { status, headers } = await cast.clients.owner.get(`${addressOf('/api/o/[slug]/projects', cast)}?${query}`)
    expect(status, query.slice(0, 40)).toBe(400)
    expect(headers['content-type']).toContain('application/problem+json')
  }
})

test('cookies and headers that nobody sends are nobody’s', async ({ cast }) => {
  const { nobody } = cast.clients
  for (const cookie of [
    'session=',
    'session=%00',
    `session=${'x'.repeat(3_000)}`,
    'session=a.b.c',
    'session[]=x',
    'session=%E0%A4%A',
    `session=${'A'.repeat(43)}.9999999999999.${'A'.repeat(43)}`,
    'session=x; session=y',
    'device=%00; asking=%zz',
  ])
    for (const path of ['/account', addressOf('/o/[slug]', cast), '/sign-in', '/api/session']) {
      const { status } = await nobody.get(path, { cookie })
      expect(
        path === '/sign-in' ? [200] : path === '/api/session' ? [401] : [307],
        `${path} with ${cookie.slice(0, 60)}`,
      ).toContain(status)
    }
  for (const headers of [
    { 'accept-language': '%%%' },
    { 'user-agent': '' },
    { 'x-forwarded-for': 'x, y, z' },
    { 'x-forwarded-for': `${'1,'.repeat(2_000)}` },
    { 'x-request-id': '<script>' },
    { 'next-router-state-tree': '{{{', rsc: '1' },
    { rsc: 'x' },
  ] as Record<string, string>[]) {
    const { status } = await nobody.get('/sign-in', headers)
    expect(status, JSON.stringify(headers).slice(0, 80)).toBeLessThan(500)
  }
})
