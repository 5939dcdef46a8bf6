import { addressOf, expect, test } from '@/tests/support/matrix-cast'
import { expectNothingOf } from '@/tests/support/matrix-leaks'

// However a page is asked for, it refuses by itself: as a document, as React's payload, as a prefetch, or past the middleware.

const pages = [
  '/o/[slug]',
  '/o/[slug]/projects',
  '/o/[slug]/projects/[id]',
  '/o/[slug]/members',
  '/o/[slug]/settings',
  '/o/[slug]/audit-log',
]
const tree = (...segments: string[]) =>
  encodeURIComponent(
    JSON.stringify(
      segments.reduceRight<unknown>(
        (inner, segment) => [segment, { children: inner }],
        ['__PAGE__', {}, null, 'refetch'],
      ),
    ),
  )
const ways: Record<string, Record<string, string>> = {
  'as a document': {},
  'as React’s payload': { rsc: '1' },
  'as a prefetch': { rsc: '1', 'next-router-prefetch': '1' },
  'as a full prefetch': { rsc: '1', 'next-router-prefetch': '2' },
  'as one segment of a prefetch': { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
  'as a browser’s own prefetch': { purpose: 'prefetch', 'sec-purpose': 'prefetch' },
  'with a router state that says the layout is there': { rsc: '1', 'next-router-state-tree': tree('', 'o', 'slug') },
  'as a middleware’s own subrequest': { 'x-middleware-subrequest': Array(5).fill('middleware').join(':') },
  'as a subrequest from src': { 'x-middleware-subrequest': Array(5).fill('src/middleware').join(':') },
  'as the page that a middleware rewrote': {
    'x-middleware-rewrite': '/o/acme',
    'x-middleware-next': '1',
    'x-middleware-override-headers': 'cookie',
    'x-middleware-request-cookie': 'session=x',
  },
  'as another address': { 'x-invoke-path': '/', 'x-matched-path': '/', 'x-rewrite-url': '/', 'x-original-url': '/' },
  'as draft or revalidation': { 'x-prerender-revalidate': '1', 'x-nextjs-data': '1' },
}

for (const [way, headers] of Object.entries(ways)) {
  test(`asked ${way}, a page tells an outsider nothing`, async ({ cast }) => {
    for (const route of pages) {
      for (const who of ['nobody', 'stranger', 'foreigner', 'revoked'] as const) {
        const { [who]: client } = cast.clients
        const isDocument = !('rsc' in headers)
        const answer = await client[isDocument ? 'get' : 'payload'](addressOf(route, cast), headers)
        expectNothingOf(cast, answer, `${who} asks for ${route} ${way}`, addressOf(route, cast))
        expect(answer.status, `${who} asks for ${route} ${way}`).toBeLessThan(500)
        if (isDocument) expect(answer.status).toBe(who === 'nobody' || who === 'revoked' ? 307 : 404)
      }
    }
  })
}

test('asked with ?_rsc, .rsc or .json at the end, a page tells an outsider nothing', async ({ cast }) => {
  const path = addressOf('/o/[slug]/projects', cast)
  for (const address of [
    `${path}?_rsc=1`,
    `${path}.rsc`,
    `${path}.json`,
    `${path}.segments/_tree.segment.rsc`,
    `/_next/data/x${path}.json`,
    `${path}/`,
    `/${path}`,
    `${path}%2f`,
    `${path};x`,
  ])
    for (const who of ['nobody', 'foreigner', 'revoked'] as const) {
      const answer = await cast.clients[who].get(address, address.includes('rsc') ? { rsc: '1' } : {})
      expectNothingOf(cast, answer, `${who} asks for ${address}`)
      expect(answer.status, address).toBeLessThan(500)
    }
})

test('the payload that a member may have is the one that the others do not get', async ({ cast }) => {
  const answer = await cast.clients.viewer.payload(addressOf('/o/[slug]/projects', cast))
  expect(answer.headers['content-type']).toContain('text/x-component')
  expect(answer.text).toContain(cast.project.name)
})

test('a viewer’s refused page names what is missing and shows nothing of it', async ({ cast }) => {
  const answer = await cast.clients.viewer.get(addressOf('/o/[slug]/audit-log', cast))
  expect(answer.status).toBe(403)
  expect(answer.text).toContain('Read the audit log')
  expect(answer.text).toMatch(/owner.*admin/)
  expect(answer.text).not.toContain(cast.people.owner.email)
})

test('a handler tells an outsider nothing, whatever the middleware’s headers say', async ({ cast }) => {
  for (const headers of Object.values(ways))
    for (const who of ['nobody', 'stranger', 'foreigner', 'revoked'] as const) {
      const answer = await cast.clients[who]['rsc' in headers ? 'payload' : 'get'](
        addressOf('/api/o/[slug]/projects', cast),
        headers,
      )
      expectNothingOf(cast, answer, `${who} asks the handler`)
      expect(answer.status).toBe(who === 'nobody' || who === 'revoked' ? 401 : 404)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
})
