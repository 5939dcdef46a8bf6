import { randomUUID } from 'node:crypto'
import { row, rows } from './database'
import { type Person, person } from './people'

type Role = 'owner' | 'admin' | 'member' | 'viewer'

export type Organization = { id: string; slug: string; name: string }

/** A person seen from an organization. The browser, and so the session, is the person's: one for all organizations. */
export type Member = Person & { membershipId: string; role: Role }

/**
 * An organization and its people by name: `const { org, grace, linus } = await organization('acme', { grace: 'admin',
 * linus: 'member' })`. When nobody in it is an owner, somebody called Olive is.
 */
export async function organization<Name extends string = never>(
  slug: string,
  people: Partial<Record<Name, Role>> = {},
) {
  const roles = Object.entries(people) as [Name, Role][]
  const owned = roles.some(([, role]) => role === 'owner')
  const everybody: [string, Role][] = owned ? roles : [['olive', 'owner'], ...roles]
  const persons = await Promise.all(everybody.map(([name]) => person(name)))

  const id = randomUUID()
  const name = slug.charAt(0).toUpperCase() + slug.slice(1)
  // One statement, as an organization without an owner is refused.
  const memberships = await rows<{ id: string; userId: string }>(
    `with org as (insert into "Organization" (id, slug, name) values ($1, $2, $3) returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole")
     select org.id, "userId", role::"BuiltInRole" from org, unnest($4::uuid[], $5::text[]) as who ("userId", role)
     returning id, "userId"`,
    [id, slug, name, persons.map((one) => one.id), everybody.map(([, role]) => role)],
  )
  const members = everybody.map(([name, role], index) => {
    const one = persons[index] as Person
    const membershipId = memberships.find(({ userId }) => userId === one.id)?.id as string
    return [name, { ...one, membershipId, role }] as const
  })
  const org: Organization = { id, slug, name }
  return { org, ...(Object.fromEntries(members) as Record<Name | 'olive', Member>) }
}

/** Puts somebody who exists into another organization. */
export async function join(org: Organization, someone: Person, role: Role): Promise<Member> {
  const { id } = await row<{ id: string }>(
    `insert into "Membership" ("organizationId", "userId", "builtInRole") values ($1, $2, $3::"BuiltInRole") returning id`,
    [org.id, someone.id, role],
  )
  return { ...someone, membershipId: id, role }
}

/** Puts somebody who exists into another organization, with a role of its own that holds these permissions. */
export async function joinWith(org: Organization, someone: Person, permissions: readonly string[], name?: string) {
  const role = await customRole(org, name ?? `Role of ${someone.name}`, permissions)
  const { id } = await row<{ id: string }>(
    `insert into "Membership" ("organizationId", "userId", "roleId") values ($1, $2, $3) returning id`,
    [org.id, someone.id, role.id],
  )
  return { ...someone, membershipId: id, roleId: role.id }
}

/** A role of the organization's own, straight into the table: also with what the catalogue does not know. */
export function customRole(org: Organization, name: string, permissions: readonly string[]) {
  return row<{ id: string; name: string }>(
    `insert into "Role" ("organizationId", name, permissions) values ($1, $2, $3) returning id, name`,
    [org.id, name, permissions],
  )
}

/** Their role was for a time, and that is over. */
export async function endRole({ membershipId }: Pick<Member, 'membershipId'>) {
  await row(`update "Membership" set "roleEndsAt" = now() - interval '1 minute' where id = $1 returning id`, [
    membershipId,
  ])
}
