import { randomBytes } from 'node:crypto'
import { test as base } from '@playwright/test'
import { giveApp } from './authenticator-app'
import { row, rows } from './database'
import { type BuiltAction, readBuilt } from './entrances-built'
import { Client } from './matrix-client'
import { plainPost } from './matrix-forms'
import { type Person, person } from './people'
import { endRole, join, joinWith, type Organization, organization } from './world'

/** Everybody who may knock, in the order of the matrix's columns. */
export const principals = [
  ...(['nobody', 'stranger', 'viewer', 'member', 'admin', 'owner', 'foreigner', 'revoked'] as const),
  ...(['custom', 'ended'] as const),
]
export type Principal = (typeof principals)[number]

/** What `custom` may do: a role of the organization's own, which holds some of every built-in one and all of none but the viewer's. */
const customRole = ['organization:read', 'member:read', 'project:read', 'project:create', 'role:read', 'audit:read']

export type Cast = {
  org: Organization
  /** Where the foreigner is the owner. */
  elsewhere: Organization
  /** A project of `org`, whose name nobody outside may read. */
  project: { id: string; name: string }
  /** The role that `custom` has. */
  roleId: string
  people: Record<Exclude<Principal, 'nobody'>, Person>
  clients: Record<Principal, Client>
  /** Somebody between their password and the code of their app: nobody, but at the second step. */
  half: Client
  /** An owner whose session lay unused for longer than the organization's policy allows; and one who looks at it as a viewer. */
  idle: Client
  viewing: Client
  /** What an answer to an outsider must not hold: names, addresses and ids of this organization. */
  secrets: string[]
}

/** Each worker has an organization of its own with one person of each kind, all signed in through the front door. */
export const test = base.extend<object, { cast: Cast }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are needed from this pattern.
  cast: [async ({}, use) => use(await assemble()), { scope: 'worker' }],
})
export { expect } from '@playwright/test'

export async function assemble(): Promise<Cast> {
  const mark = randomBytes(4).toString('hex')
  const name = (role: string) => `${role}-${mark}`
  const roles = {
    [name('owner')]: 'owner',
    [name('admin')]: 'admin',
    [name('member')]: 'member',
    [name('viewer')]: 'viewer',
  } as const
  const { org, ...members } = await organization(`acme-${mark}`, roles)
  const { org: elsewhere, ...others } = await organization(`globex-${mark}`, { [name('foreigner')]: 'owner' })
  const someone = (from: Record<string, Person>, role: string) => from[name(role)] as Person
  const people = {
    viewer: someone(members, 'viewer'),
    member: someone(members, 'member'),
    admin: someone(members, 'admin'),
    owner: someone(members, 'owner'),
    foreigner: someone(others, 'foreigner'),
    stranger: await person(name('stranger')),
    revoked: await person(name('revoked')),
    custom: await person(name('custom')),
    ended: await person(name('ended')),
  }
  await join(org, people.revoked, 'owner')
  const { roleId } = await joinWith(org, people.custom, customRole)
  await endRole(await join(org, people.ended, 'admin'))
  const project = await row<{ id: string; name: string }>(
    `insert into "Project" ("organizationId", name) values ($1, $2) returning id, name`,
    [org.id, `Secret-${mark}`],
  )
  await rows(`update "Organization" set name = $2 where id = $1`, [org.id, `Acme of ${mark}`])

  const clients = { nobody: new Client() } as Cast['clients']
  for (const [who, one] of Object.entries(people)) clients[who as keyof typeof people] = await signedIn(one)
  const { idle, viewing } = await owners(org, mark)
  await rows(`delete from "Session" where "userId" = $1`, [people.revoked.id])
  const secrets = [`Acme of ${mark}`, project.name, project.id, roleId, org.id, people.owner.email, people.viewer.email]
  return { org, elsewhere, project, roleId, people, clients, half: await halfSignedIn(), idle, viewing, secrets }
}

async function owners(org: Organization, mark: string) {
  const [away, looker] = [await person(`away-${mark}`), await person(`looker-${mark}`)]
  for (const one of [away, looker]) await join(org, one, 'owner')
  const [idle, viewing] = [await signedIn(away), await signedIn(looker)]
  await rows(`insert into "Policy" ("organizationId", "sessionIdle") values ($1, 15)`, [org.id])
  await rows(`update "Session" set "longestIdle" = 1000 where "userId" = $1`, [away.id])
  await rows(
    `insert into "RoleView" ("organizationId", "sessionId", "builtInRole", "expiresAt")
     select $1, id, 'viewer', now() + interval '1 hour' from "Session" where "userId" = $2`,
    [org.id, looker.id],
  )
  return { idle, viewing }
}

/** Somebody for a test that signs in again and again: the eleventh session ends the first, and the cast needs theirs. */
export const traveller = () => person(`traveller-${randomBytes(4).toString('hex')}`)

/** A browser in which this person has just signed in, with the form that the page sends without JavaScript. */
export async function signedIn({ email, password }: Person, client = new Client()): Promise<Client> {
  const answer = await client.post('/sign-in', plainPost(action('signIn').id, [], { email, password }))
  if (answer.status !== 303 || !client.cookies.has('session'))
    throw new Error(`${email} could not sign in: ${answer.status}`)
  return client
}

/** The first step is done, the second is not. */
export async function halfSignedIn(): Promise<Client> {
  const { id, email, password } = await person(`half-${randomBytes(4).toString('hex')}`)
  await giveApp({ id })
  const client = new Client()
  const answer = await client.post('/sign-in', plainPost(action('signIn').id, [], { email, password }))
  if (!answer.headers.location?.endsWith('/sign-in/two-factor') || !client.cookies.has('pending'))
    throw new Error(`${email} is not at the second step: ${answer.status} ${answer.headers.location}`)
  return client
}

const builds = new Map<string | undefined, BuiltAction[]>()

/** An action of the build, by its name: its id, and the pages that know it. */
export function action(name: string, distDir?: string): BuiltAction {
  const actions = builds.get(distDir) ?? readBuilt(distDir).actions
  builds.set(distDir, actions)
  const found = actions.find(({ exportedName }) => exportedName === name)
  if (!found) throw new Error(`The build has no action ${name}.`)
  return found
}

/** An address of the route for this cast: /o/[slug]/projects/[id] → /o/acme/projects/1234. */
export function addressOf(route: string, { org, project, roleId }: Cast) {
  return route
    .replace('[slug]', org.slug)
    .replace('/projects/[id]', `/projects/${project.id}`)
    .replace('/roles/[id]', `/roles/${roleId}`)
    .replace('[id]', '00000000-0000-4000-8000-000000000000')
    .replace('[token]', 'A'.repeat(43))
    .replace('[provider]', 'unknown')
}
