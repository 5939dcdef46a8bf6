import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { GET, POST } from '@/app/api/o/[slug]/projects/route'
import {
  archiveProject,
  createProject,
  deleteProject,
  renameProject,
  restoreProject,
} from '@/app/o/[slug]/projects/actions'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { organization } from '@/tests/support/world'

const facts = async (organizationId: string) =>
  (
    await rows<{ action: string }>(`select action from "AuditEvent" where "organizationId" = $1 order by sequence`, [
      organizationId,
    ])
  ).map(({ action }) => action)

async function projectIn(org: { id: string }, name = 'Apollo') {
  return row<{ id: string }>(`insert into "Project" ("organizationId", name) values ($1, $2) returning id`, [
    org.id,
    name,
  ])
}

const read = async (id: string) =>
  row<{ name: string; archived: boolean }>(
    `select name, "archivedAt" is not null as archived from "Project" where id = $1`,
    [id],
  )

test('mia, a member, creates a project, lands on it, and it is on record', async () => {
  const { org, mia } = await organization('create-one', { mia: 'member' })
  await as(mia)
  const done = await outcome(() => createProject(org.slug, {}, form({ name: '  Apollo\u202e  13 ' })))
  const { id, name } = await row<{ id: string; name: string }>(
    `select id, name from "Project" where "organizationId" = $1`,
    [org.id],
  )
  expect(done).toEqual({ redirectTo: `/o/create-one/projects/${id}` })
  expect(name).toBe('Apollo 13')
  expect(await facts(org.id)).toEqual(['project.created'])
})

test('vera, a viewer, cannot create one: she is told what is missing and who can grant it, and the refusal is noted once', async () => {
  const { org, vera } = await organization('no-viewer', { vera: 'viewer' })
  await as(vera)
  for (let i = 0; i < 2; i++) {
    expect(await createProject(org.slug, {}, form({ name: 'Apollo' }))).toMatchObject({
      message:
        'You need the permission “Create projects” (project:create) for this. An owner or an admin can grant it.',
      values: { name: 'Apollo' },
    })
  }
  expect(await rows(`select id from "Project" where "organizationId" = $1`, [org.id])).toEqual([])
  expect(await rows(`select permission, "actorId" from "Refusal" where "organizationId" = $1`, [org.id])).toEqual([
    { permission: 'project:create', actorId: vera.id },
  ])
})

test('a name is needed, and what was typed stays', async () => {
  const { org, mia } = await organization('needs-name', { mia: 'member' })
  await as(mia)
  expect(await createProject(org.slug, {}, form({ name: ' \u200b ' }))).toMatchObject({
    fieldErrors: { name: ['Give it a name.'] },
  })
  const long = 'x'.repeat(81)
  expect(await createProject(org.slug, {}, form({ name: long }))).toMatchObject({
    fieldErrors: { name: ['At most 80 characters, please.'] },
    values: { name: long },
  })
  expect(await createProject(org.slug, {}, form({ name: 'a\0b' }))).toMatchObject({
    message: 'That contains characters that cannot be stored.',
  })
})

test('ada renames, archives, restores and deletes; each leaves its fact, and doing nothing leaves none', async () => {
  const { org, ada } = await organization('whole-life', { ada: 'admin' })
  const { id } = await projectIn(org)
  await as(ada)
  expect(await renameProject(org.slug, {}, form({ id, name: 'Apollo' }))).toMatchObject({ ok: true })
  expect(await renameProject(org.slug, {}, form({ id, name: 'Gemini' }))).toEqual({ ok: true, message: 'Saved.' })
  expect(await archiveProject(org.slug, {}, form({ id }))).toMatchObject({ ok: true })
  expect(await archiveProject(org.slug, {}, form({ id }))).toMatchObject({ ok: true })
  expect(await read(id)).toEqual({ name: 'Gemini', archived: true })
  expect(await restoreProject(org.slug, {}, form({ id }))).toMatchObject({ ok: true })
  expect(await read(id)).toEqual({ name: 'Gemini', archived: false })
  expect(await deleteProject(org.slug, {}, form({ id, confirmation: 'Apollo' }))).toMatchObject({
    fieldErrors: { confirmation: ['Type “Gemini” to delete it.'] },
  })
  expect(await outcome(() => deleteProject(org.slug, {}, form({ id, confirmation: 'Gemini' })))).toEqual({
    redirectTo: '/o/whole-life/projects',
  })
  expect(await facts(org.id)).toEqual(['project.renamed', 'project.archived', 'project.restored', 'project.deleted'])
})

test('mia, a member, cannot delete', async () => {
  const { org, mia } = await organization('no-delete', { mia: 'member' })
  const { id } = await projectIn(org)
  await as(mia)
  expect(await deleteProject(org.slug, {}, form({ id, confirmation: 'Apollo' }))).toMatchObject({
    message: expect.stringContaining('project:delete'),
  })
  expect(await read(id)).toEqual({ name: 'Apollo', archived: false })
})

test('eve, an owner elsewhere, reaches nothing here: not by the slug, not by the id under her own slug', async () => {
  const { org } = await organization('victim')
  const { org: hers, eve } = await organization('evil', { eve: 'owner' })
  const { id } = await projectIn(org)
  await as(eve)
  for (const act of [renameProject, archiveProject, restoreProject, deleteProject]) {
    for (const slug of [org.slug, hers.slug]) {
      expect(await act(slug, {}, form({ id, name: 'Pwned', confirmation: 'Apollo' }))).toMatchObject({
        message: 'There is nothing here.',
      })
    }
  }
  expect(await createProject(org.slug, {}, form({ name: 'Pwned' }))).toMatchObject({
    message: 'There is nothing here.',
  })
  expect(await read(id)).toEqual({ name: 'Apollo', archived: false })
  expect(await facts(org.id)).toEqual([])
  expect(await facts(hers.id)).toEqual([])
})

test('a nonsense id, slug or form is refused in words', async () => {
  const { org, ada } = await organization('nonsense', { ada: 'admin' })
  await as(ada)
  expect(await archiveProject(org.slug, {}, form({ id: "'; drop table" }))).toMatchObject({
    fieldErrors: { id: ['There is nothing here.'] },
  })
  for (const slug of ['\0', 'NONSENSE', { toString: () => 'nonsense' }, null] as string[]) {
    expect(await createProject(slug, {}, form({ name: 'x' }))).toMatchObject({ message: 'There is nothing here.' })
  }
  expect(await createProject(org.slug, {}, 'not a form' as never)).toMatchObject({
    message: 'That form could not be read.',
  })
})

test('nobody is sent to sign in', async () => {
  const { org } = await organization('signed-out')
  asNobody()
  expect(await outcome(() => createProject(org.slug, {}, form({ name: 'x' })))).toMatchObject({
    redirectTo: expect.stringMatching(/^\/sign-in/),
  })
})

const handled = async (answer: Response) => ({
  status: answer.status,
  type: answer.headers.get('content-type'),
  body: await answer.json(),
})
const list = async (slug: string, query = '') =>
  handled(
    await GET(new NextRequest(`http://localhost:3999/api/o/${slug}/projects${query}`), {
      params: Promise.resolve({ slug }),
    }),
  )
const post = async (slug: string, body: string) =>
  handled(
    await POST(new NextRequest(`http://localhost:3999/api/o/${slug}/projects`, { method: 'POST', body }), {
      params: Promise.resolve({ slug }),
    }),
  )

test('the JSON list pages by cursor: nothing is skipped or doubled, also when rows share an instant', async () => {
  const { org, vera } = await organization('pages', { vera: 'viewer' })
  await rows(
    `insert into "Project" ("organizationId", name, "createdAt") select $1, 'p' || n, date_trunc('day', now()) - (n / 3) * interval '1 hour' from generate_series(1, 60) n`,
    [org.id],
  )
  await as(vera)
  const names: string[] = []
  let after = ''
  for (let pages = 0; pages < 5; pages++) {
    const { status, body } = await list(org.slug, after && `?after=${after}`)
    expect(status).toBe(200)
    names.push(...body.rows.map((project: { name: string }) => project.name))
    if (!body.next) break
    after = body.next
  }
  expect(names).toHaveLength(60)
  expect(new Set(names).size).toBe(60)
  expect(await list(org.slug, '?after=nonsense')).toMatchObject({ status: 400, type: 'application/problem+json' })
  expect((await list(org.slug, '?q=P12')).body.rows).toMatchObject([{ name: 'p12' }])
  for (const typed of ['%', '_', '\\\\'])
    expect((await list(org.slug, `?q=${encodeURIComponent(typed)}`)).body.rows, `${typed} is what it is`).toEqual([])
})

test('the JSON handler answers 401, 403, 404, 400 and 413 as problems, and 201 with an audit row', async () => {
  const { org, mia, vera } = await organization('answers', { mia: 'member', vera: 'viewer' })
  asNobody()
  expect(await list(org.slug)).toMatchObject({ status: 401, type: 'application/problem+json' })
  await as(vera)
  expect(await post(org.slug, '{"name":"Apollo"}')).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('project:create') },
  })
  expect(await list('somewhere-else')).toMatchObject({ status: 404, body: { detail: 'There is nothing here.' } })
  await as(mia)
  expect(await post(org.slug, 'not json')).toMatchObject({ status: 400 })
  expect(await post(org.slug, '{"name":"a\\ud800"}')).toMatchObject({ status: 400 })
  expect(await post(org.slug, '{"name":""}')).toMatchObject({
    status: 400,
    body: { errors: { name: ['Give it a name.'] } },
  })
  expect(await post(org.slug, `{"name":"${'x'.repeat(1_100_000)}"}`)).toMatchObject({ status: 413 })
  expect(await post(org.slug, '{"name":"Apollo"}')).toMatchObject({ status: 201, body: { name: 'Apollo' } })
  expect(await facts(org.id)).toEqual(['project.created'])
})
