import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@/scripts/lib/ports'
import { row, rows } from '@/tests/support/database'
import { action, expect, signedIn, test } from '@/tests/support/matrix-cast'
import { Client } from '@/tests/support/matrix-client'
import { plainPost } from '@/tests/support/matrix-forms'
import { type Person, person } from '@/tests/support/people'
import { anotherInstance } from '@/tests/support/server'
import { join, organization } from '@/tests/support/world'

// What happens to a process happens to one that these tests started, on the same database as the others.

const mark = () => randomBytes(4).toString('hex')

test('killed in the middle of many acts, it leaves none half done: every organization has an owner, and history says what is there', async () => {
  test.setTimeout(120_000)
  const port = await freePort()
  const name = `killed-${mark()}`
  const mia = await person(name)
  const { org } = await organization(name, { [`${name}-owner`]: 'owner' })
  await join(org, mia, 'member')
  let answered = 0
  for (let round = 0; round < 3; round++) {
    const instance = await anotherInstance({}, port)
    const client = await signedIn(mia, new Client(instance.base))
    let living = true
    const lanes = Array.from({ length: 6 }, async (_, lane) => {
      for (let turn = 0; living; turn++) {
        const label = `${name}-${round}-${lane}-${turn}`
        const done = lane % 2 ? createProject(client, org.slug, label) : createOrganization(client, label)
        await done.then(
          () => answered++,
          () => {},
        )
      }
    })
    await pause(700 + round * 350)
    await instance.kill()
    living = false
    await Promise.all(lanes)
  }
  expect(answered).toBeGreaterThan(10)
  const [left] = await rows<{
    organizations: number
    ownerless: number
    untold: number
    projects: number
    unsaid: number
  }>(
    `select count(*)::int as organizations,
            count(*) filter (where not exists (select from "Membership" m where m."organizationId" = o.id and m."builtInRole" = 'owner'))::int as ownerless,
            count(*) filter (where (select count(*) from "AuditEvent" e where e."organizationId" = o.id and e.action = 'organization.created') <> 1)::int as untold,
            (select count(*) from "Project" p where p."organizationId" = $2)::int as projects,
            (select count(*) from "Project" p where p."organizationId" = $2
                and (select count(*) from "AuditEvent" e where e.action = 'project.created' and e.target = p.id::text) <> 1)::int as unsaid
       from "Organization" o where o.slug like $1 || '-%'`,
    [name, org.id],
  )
  expect(left).toMatchObject({ ownerless: 0, untold: 0, unsaid: 0 })
  expect((left?.organizations ?? 0) + (left?.projects ?? 0)).toBeGreaterThanOrEqual(answered)
  const { told } = await row<{ told: number }>(
    `select count(*)::int as told from "AuditEvent" where action = 'project.created' and "organizationId" = $1`,
    [org.id],
  )
  expect(told).toBe(left?.projects)
})

test('told to stop, it says so to the load balancer first, and whoever is being served is served', async () => {
  const instance = await anotherInstance()
  const people = await Promise.all(Array.from({ length: 8 }, () => person(`served-${mark()}`)))
  const ready = () =>
    new Client(instance.base).get('/api/health/ready').then(
      ({ status }) => status,
      () => 0,
    )
  expect(await ready()).toBe(200)
  const served = Promise.all(people.map((one) => signedIn(one, new Client(instance.base))))
  const gone = instance.drain()
  const seen = new Set<number>()
  while (!seen.has(503) && !seen.has(0)) {
    seen.add(await ready())
    await pause(20)
  }
  expect(seen).toContain(503)
  expect(await served).toHaveLength(people.length)
  await gone
  expect(await ready()).toBe(0)
})

test('two instances are one: what is decided at the one is refused by the other on the next request', async () => {
  const instance = await anotherInstance()
  try {
    const name = `two-${mark()}`
    const { org, ...others } = await organization(name, { [`${name}-owner`]: 'owner' })
    const mia = await join(org, await person(`${name}-mia`), 'member')
    const here = await signedIn(mia)
    const there = here.at(instance.base)
    expect(await createProject(there, org.slug, 'Apollo')).toBe(201)

    const owner = await signedIn(Object.values(others)[0] as Person)
    const changed = { membershipId: mia.membershipId, role: 'viewer' }
    await owner.post(`/o/${org.slug}/members`, plainPost(action('changeRole').id, [org.slug], changed))
    expect((await there.post(`/api/o/${org.slug}/projects`, { name: 'Gemini' })).status).toBe(403)

    await here.post('/account', plainPost(action('signOut').id, [], {}))
    expect((await there.get(`/api/o/${org.slug}/projects`)).status).toBe(401)
  } finally {
    await instance.stop()
  }
})

async function createProject(client: Client, slug: string, name: string) {
  const { status } = await client.post(`/api/o/${slug}/projects`, { name })
  if (status !== 201 && status !== 403) throw new Error(`POST projects answered ${status}`)
  return status
}

async function createOrganization(client: Client, slug: string) {
  const { status } = await client.post('/new', plainPost(action('createOrganization').id, [], { name: slug, slug }))
  if (status !== 303) throw new Error(`createOrganization answered ${status}`)
}
