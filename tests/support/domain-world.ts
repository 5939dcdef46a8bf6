import { row, rows } from './database'
import { failSince, furtherAddress, provedDomain } from './domains'
import { type Person, person } from './people'
import type { Organization } from './world'

type Found = (name: string, slug: string, owner: Person) => Promise<Organization>

/** An organization with a domain in every state, and two people who ask to join; Dora may join one by her address, and ask another. */
export async function createDomains(suffix: string, owner: Person, dora: Person, found: Found) {
  const labs = await found('Lovelace Labs', `lovelace-labs${suffix}`, owner)
  const works = await found('Babbage Works', `babbage-works${suffix}`, owner)
  const at = (name: string) => `${name}${suffix}.example`
  await row(
    `insert into "Domain" ("organizationId", name, token, problem, "checkedAt")
     values ($1, $2, 'yL3qkYb0Cw1mJ9n2vTfXo5sRzE8dHhGaUuPpQqAa7cI', 'wrong', now() - interval '4 minutes') returning id`,
    [labs.id, at('analytical')],
  )
  await provedDomain(labs, at('lovelace'), { mode: 'join', role: 'member', setBy: owner })
  const failing = await provedDomain(labs, at('notes'), { mode: 'ask', setBy: owner })
  await failSince(failing.id, '1 day')
  await row(`update "Domain" set problem = 'noName' where id = $1 returning id`, [failing.id])
  // more than a card offers in place
  await rows(
    `insert into "Role" ("organizationId", name, permissions)
     select $1, unnest($2::text[]), '{organization:read,member:read,project:read}' returning id`,
    [
      works.id,
      ['Bookkeeper', 'Designer', 'Editor', 'Engineer', 'Guest', 'Maker', 'Planner', 'Reader', 'Support', 'Tester'],
    ],
  )
  const { name } = await provedDomain(works, at('works'), { mode: 'ask', setBy: owner })
  await furtherAddress(dora, `dora@${at('lovelace')}`)
  await furtherAddress(dora, `dora@${name}`)
  for (const asking of ['Mary Somerville', 'Charles Wheatstone']) {
    const email = `${asking.split(' ')[0]?.toLowerCase()}@${at('notes')}`
    const { id } = await person(asking, { email })
    await row(
      `insert into "JoinRequest" ("organizationId", "userId", email, "createdAt", "expiresAt")
       values ($1, $2, $3, now() - interval '3 hours', now() + interval '29 days') returning id`,
      [labs.id, id, email],
    )
  }
  return { labs, works }
}
