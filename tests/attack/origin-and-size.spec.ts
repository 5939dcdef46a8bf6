import { rows } from '@/tests/support/database'
import { action, addressOf, type Cast, expect, test } from '@/tests/support/matrix-cast'
import type { Client } from '@/tests/support/matrix-client'
import { plainPost, reactPost, returned } from '@/tests/support/matrix-forms'

// A change of state comes from our own pages and is not too large; anything else is refused before any work.

const elsewhere: Record<string, Record<string, string>> = {
  'another site': { origin: 'https://evil.test' },
  'a page without an origin': { origin: 'null' },
  'nowhere, as old browsers and scripts do': { origin: '' },
  'a site whose name begins like ours': { origin: 'http://localhost:31777' },
  'another scheme': { origin: 'https://localhost' },
  'a site that claims to be the host': {
    origin: 'https://evil.test',
    'x-forwarded-host': 'evil.test',
    host: 'evil.test',
  },
  'something that is no origin': { origin: '%%%' },
  'another site, as the browser itself says': { origin: '', 'sec-fetch-site': 'cross-site' },
  'a neighbour under the same domain': { origin: '', 'sec-fetch-site': 'same-site' },
}

type Send = (
  client: Client,
  cast: Cast,
  headers: Record<string, string>,
  more?: { filler?: string; chunked?: boolean },
) => ReturnType<Client['ask']>
const sends: Record<string, Send> = {
  'a form without JavaScript': (client, cast, headers, { filler = '', chunked } = {}) =>
    client.ask(addressOf('/o/[slug]/projects', cast), {
      method: 'POST',
      body: plainPost(action('createProject').id, [cast.org.slug], { name: `Planted${filler}` }),
      headers,
      chunked,
    }),
  'an action': (client, cast, headers, { filler = '', chunked } = {}) =>
    client.ask(addressOf('/o/[slug]/projects', cast), {
      method: 'POST',
      body: reactPost([cast.org.slug], { name: `Planted${filler}` }),
      headers: { ...headers, 'next-action': action('createProject').id },
      chunked,
    }),
  'the JSON handler': (client, cast, headers, { filler = '', chunked } = {}) =>
    client.ask(addressOf('/api/o/[slug]/projects', cast), {
      method: 'POST',
      body: { name: `Planted${filler}` },
      headers,
      chunked,
    }),
}

const planted = async ({ org }: Cast) =>
  (await rows(`select 1 from "Project" where "organizationId" = $1 and name like 'Planted%'`, [org.id])).length

for (const [what, send] of Object.entries(sends)) {
  for (const [where, { origin, ...headers }] of Object.entries(elsewhere)) {
    test(`${what} from ${where} is 403 and does nothing`, async ({ cast }) => {
      const answer = await send(cast.clients.owner, cast, { ...(origin && { origin }), ...headers })
      expect(answer.status).toBe(403)
      expect(await planted(cast)).toBe(0)
    })
  }

  test(`${what} that is too large is 413 and does nothing`, async ({ cast }) => {
    const answer = await send(
      cast.clients.owner,
      cast,
      { origin: cast.clients.owner.base },
      { filler: 'x'.repeat(1_200_000) },
    )
    expect(answer.status).toBe(413)
    expect(await planted(cast)).toBe(0)
  })

  test(`${what} that is too large and does not say so does nothing`, async ({ cast }) => {
    const answer = await send(
      cast.clients.owner,
      cast,
      { origin: cast.clients.owner.base },
      { filler: 'x'.repeat(1_200_000), chunked: true },
    )
    expect(answer.status).toBe(413)
    expect(await planted(cast)).toBe(0)
  })

  test(`${what} from our own page works`, async ({ cast }) => {
    const { admin } = cast.clients
    const name = ` by ${what.replace(/\W/g, '')}`
    const answer = await send(admin, cast, { origin: admin.base }, { filler: name })
    expect(answer.status).toBeLessThan(400)
    const made = await rows(`delete from "Project" where "organizationId" = $1 and name = $2 returning 1`, [
      cast.org.id,
      `Planted${name}`,
    ])
    expect(made).toHaveLength(1)
  })
}

test('where pictures are uploaded, every other act is measured all the same, and nobody who is signed out sends as much', async ({
  cast,
}) => {
  const { owner, nobody, revoked } = cast.clients
  const named = (client: Client, size: number) =>
    client.post('/account', plainPost(action('updateName').id, [], { name: 'Planted', filler: 'x'.repeat(size) }))
  expect((await named(owner, 1_200_000)).status).toBe(413)
  expect((await named(owner, 2_300_000)).status).toBe(413)
  for (const client of [nobody, revoked]) expect((await named(client, 2_300_000)).status).toBe(413)
  expect((await named(nobody, 1_200_000)).status).toBe(413)
  expect(await rows(`select 1 from "User" where name = 'Planted'`)).toEqual([])

  const picture = (size: number, chunked = false) => {
    const body = new FormData()
    body.append('_1_avatar', new File([new Uint8Array(size)], 'me.png', { type: 'image/png' }))
    body.append('0', JSON.stringify([{}, '$K1']))
    const headers = { origin: owner.base, 'next-action': action('uploadAvatar').id, accept: 'text/x-component' }
    return owner.ask('/account', { method: 'POST', body, headers, chunked })
  }
  for (const chunked of [false, true]) {
    expect(returned((await picture(2_000_000, chunked)).text)?.fieldErrors).toEqual({
      avatar: ['We can only use PNG, JPEG and WebP pictures.'],
    })
    expect((await picture(2_200_000, chunked)).status).toBe(413)
  }
})

test('signed-out posts are refused the same way: nobody’s password is tried from another site', async ({ cast }) => {
  const { email, password } = cast.people.member
  const form = plainPost(action('signIn').id, [], { email, password })
  const answer = await cast.clients.nobody.ask('/sign-in', {
    method: 'POST',
    body: form,
    headers: { origin: 'https://evil.test' },
  })
  expect(answer.status).toBe(403)
  expect(answer.setCookies.filter((cookie) => cookie.startsWith('session='))).toEqual([])
})

for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND']) {
  test(`${method} is no way around`, async ({ cast }) => {
    for (const path of ['/o/[slug]/projects', '/api/o/[slug]/projects', '/api/session', '/sign-in']) {
      const answer = await cast.clients.foreigner.ask(addressOf(path, cast), {
        method,
        headers: { origin: 'https://evil.test' },
      })
      expect(answer.status, `${method} ${path}`).toBeLessThan(500)
      expect(answer.text).not.toContain(cast.project.name)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })
}
