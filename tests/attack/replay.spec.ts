import { randomBytes } from 'node:crypto'
import { row, rows } from '@/tests/support/database'
import { action, addressOf, type Cast, expect, signedIn, test } from '@/tests/support/matrix-cast'
import { filled, formsOf, plainPost, reactPost, returned } from '@/tests/support/matrix-forms'
import { expectNothingOf } from '@/tests/support/matrix-leaks'
import { person } from '@/tests/support/people'

// An action is a public address, and what a page bound to it travels as a field that anybody edits.

const names = async ({ org }: Cast) =>
  (
    await rows<{ name: string }>(`select name from "Project" where "organizationId" = $1 and name like 'Replayed%'`, [
      org.id,
    ])
  ).map(({ name }) => name)

test('what these tests send is what the page would send', async ({ cast }) => {
  const page = await cast.clients.owner.get(addressOf('/o/[slug]/projects', cast))
  const { id } = action('createProject')
  const form = formsOf(page.text).find(({ actionId }) => actionId === id)
  const ours = Object.fromEntries(plainPost(id, [cast.org.slug], { name: '' }))
  const theirs = Object.fromEntries(
    Object.entries(form?.fields ?? {}).map(([name, value]) => [name.replace(/^(\$ACTION_(?:REF_)?)\d+/, '$11'), value]),
  )
  for (const [name, value] of Object.entries(ours)) expect(theirs[name], name).toBe(value)
})

test('a form of the page, sent by somebody whose session was revoked since, does nothing', async ({ cast }) => {
  const owner = await signedIn(cast.people.owner)
  const page = await owner.get(addressOf('/o/[slug]/projects', cast))
  const form = formsOf(page.text).find(({ actionId }) => actionId === action('createProject').id)
  const filledIn = filled({ ...form?.fields, name: 'Replayed after revocation' })
  for (const client of [cast.clients.nobody, cast.clients.revoked]) {
    const answer = await client.post(addressOf('/o/[slug]/projects', cast), filledIn)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toMatch(/^\/sign-in/)
    expectNothingOf(cast, answer, 'a replayed form')
  }
  expect(await names(cast)).toEqual([])
})

test('an action sent to another address decides by its own permission all the same', async ({ cast }) => {
  const { id } = action('createProject')
  const bound = [cast.org.slug]
  for (const path of [
    '/',
    '/sign-in',
    '/account',
    `/o/${cast.elsewhere.slug}/projects`,
    '/o/no-such-org',
    '/nowhere',
    '/api/session',
    '/dev/mailbox',
  ])
    for (const who of ['nobody', 'stranger', 'viewer', 'foreigner', 'revoked'] as const) {
      const fields = { name: 'Replayed elsewhere' }
      const answers = [
        await cast.clients[who].post(path, reactPost(bound, fields), { 'next-action': id }),
        await cast.clients[who].post(path, plainPost(id, bound, fields)),
      ]
      for (const answer of answers) {
        expect(answer.status, `${who} posts to ${path}`).toBeLessThan(500)
        expectNothingOf(cast, answer, `${who} posts to ${path}`)
      }
    }
  expect(await names(cast)).toEqual([])
})

test('with another organization’s slug in what is bound, an owner elsewhere gets nothing and does nothing', async ({
  cast,
}) => {
  const { foreigner } = cast.clients
  const path = `/o/${cast.elsewhere.slug}/projects`
  const answer = await foreigner.post(path, reactPost([cast.org.slug], { name: 'Replayed across' }), {
    'next-action': action('createProject').id,
  })
  expect(returned(answer.text)).toMatchObject({ message: 'There is nothing here.' })
  expect(await names(cast)).toEqual([])
})

test('with another organization’s ids in the fields, an owner gets nothing and does nothing', async ({ cast }) => {
  const { foreigner } = cast.clients
  const mine = [cast.elsewhere.slug]
  const { membershipId } = await row<{ membershipId: string }>(
    'select id as "membershipId" from "Membership" where "organizationId" = $1 and "userId" = $2',
    [cast.org.id, cast.people.viewer.id],
  )
  const tries: [name: string, fields: Record<string, string>][] = [
    ['renameProject', { id: cast.project.id, name: 'Replayed by id' }],
    ['archiveProject', { id: cast.project.id }],
    ['deleteProject', { id: cast.project.id, confirmation: cast.project.name }],
    ['changeRole', { membershipId, role: 'owner' }],
    ['removeMember', { membershipId }],
  ]
  for (const [name, fields] of tries) {
    const answer = await foreigner.post(`/o/${cast.elsewhere.slug}/projects`, reactPost(mine, fields), {
      'next-action': action(name).id,
    })
    expect(returned(answer.text), name).toEqual(expect.objectContaining({ message: 'There is nothing here.' }))
    expectNothingOf(
      { ...cast, secrets: cast.secrets.filter((secret) => !Object.values(fields).includes(secret)) },
      answer,
      name,
    )
  }
  expect(await rows(`select name, "archivedAt" from "Project" where id = $1`, [cast.project.id])).toEqual([
    { name: cast.project.name, archivedAt: null },
  ])
  expect(await rows(`select "builtInRole" from "Membership" where id = $1`, [membershipId])).toEqual([
    { builtInRole: 'viewer' },
  ])
})

test('what is bound may be anything, and is then nothing', async ({ cast }) => {
  const { id } = action('createProject')
  const claims: unknown[][] = [
    [],
    [null],
    [{}],
    [[cast.org.slug]],
    [{ slug: cast.org.slug }],
    [1],
    [true],
    ['../../etc'],
    [`${cast.org.slug}\0`],
    ['a'.repeat(5_000)],
    ['__proto__'],
    [cast.org.id],
    [cast.org.slug.toUpperCase()],
    ['$undefined'],
    ['$K1'],
  ]
  for (const bound of claims) {
    for (const answer of [
      await cast.clients.owner.post(addressOf('/o/[slug]/projects', cast), reactPost(bound, { name: 'Replayed' }), {
        'next-action': id,
      }),
      await cast.clients.owner.post(addressOf('/o/[slug]/projects', cast), plainPost(id, bound, { name: 'Replayed' })),
    ])
      expect(answer.status, JSON.stringify(bound)).toBeLessThan(500)
  }
  expect(await names(cast)).toEqual([])
})

test('a body that nobody can read is the client’s fault, and leaves the server standing', async ({ cast }) => {
  const { id } = action('createProject')
  const { owner } = cast.clients
  const path = addressOf('/o/[slug]/projects', cast)
  const boundary = `----x${randomBytes(4).toString('hex')}`
  const bodies: [what: string, body: string, type: string][] = [
    ['nothing', '', 'text/plain;charset=UTF-8'],
    ['no JSON', '{{{', 'text/plain;charset=UTF-8'],
    ['null', 'null', 'text/plain;charset=UTF-8'],
    ['a number', '7', 'text/plain;charset=UTF-8'],
    ['no form', `["${cast.org.slug}",{},"x"]`, 'text/plain;charset=UTF-8'],
    ['a reference to nowhere', `["${cast.org.slug}",{},"$K9"]`, 'text/plain;charset=UTF-8'],
    [
      'half a form',
      `--${boundary}\r\nContent-Disposition: form-data; name="0"`,
      `multipart/form-data; boundary=${boundary}`,
    ],
    ['a form without a boundary', 'a=b', 'multipart/form-data'],
    ['a deep reference', `["$1:a:b:c"]`, 'text/plain;charset=UTF-8'],
    ['a prototype', `["$1:__proto__:then","$1:constructor:constructor"]`, 'text/plain;charset=UTF-8'],
  ]
  for (const [what, body, type] of bodies) {
    const answer = await owner.post(path, body, { 'next-action': id, 'content-type': type })
    // Next itself answers 500 to a body that React cannot decode [Next 16.4, action-handler]; nothing has run then.
    expect(answer.text, what).not.toMatch(/at .*\.js:\d+|prisma|select .* from/i)
  }
  for (const unknown of ['', 'x', '0'.repeat(42), 'f'.repeat(42), '__proto__', `${id}x`]) {
    const answer = await owner.post(path, reactPost([cast.org.slug], { name: 'Replayed' }), { 'next-action': unknown })
    expect(answer.status, unknown).toBeLessThan(500)
  }
  expect(await names(cast)).toEqual([])
  expect((await owner.get(path)).status).toBe(200)
})

test('fields with NUL, lone surrogates, prototypes or thousands of names are bad input and never an error of ours', async ({
  cast,
}) => {
  const { owner } = cast.clients
  const path = addressOf('/o/[slug]/projects', cast)
  const many = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`field-${index}`, 'x']))
  for (const fields of [
    { name: 'Replayed \0' },
    { name: '\0' },
    { __proto__: 'x', constructor: 'y' },
    many,
    { name: '' },
    { name: 'x'.repeat(900) },
  ]) {
    const answer = await owner.post(path, reactPost([cast.org.slug], fields as Record<string, string>), {
      'next-action': action('createProject').id,
    })
    expect(answer.status).toBe(200)
    expect(returned(answer.text)?.message).toBeTruthy()
  }
  for (const body of [
    '{"name":"Replayed \\u0000"}',
    '{"name":"Replayed \\ud800"}',
    '[]',
    'null',
    '"x"',
    '{',
    '{"name":{"$ne":null}}',
    '{"__proto__":{"name":"Replayed"}}',
    '[['.repeat(5_000),
  ]) {
    const answer = await owner.post(addressOf('/api/o/[slug]/projects', cast), body, {
      'content-type': 'application/json',
    })
    expect(answer.status, body.slice(0, 40)).toBe(400)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  }
  expect(await names(cast)).toEqual([])
})

test('an action under somebody else’s cookie is somebody else’s act: two sessions in one request are none', async ({
  cast,
}) => {
  const mallory = await signedIn(await person(`mallory-${randomBytes(4).toString('hex')}`))
  const mine = mallory.cookies.get('session') ?? ''
  const theirs = cast.clients.owner.cookies.get('session') ?? ''
  const [token = ''] = theirs.split('.')
  const [, expires = '', signature = ''] = mine.split('.')
  mallory.cookies.set('session', `${token}.${expires}.${signature}`)
  expect((await mallory.get(addressOf('/api/o/[slug]/projects', cast))).status).toBe(401)
})
