import { row } from '@/tests/support/database'
import { COMMON_ROLE, makeLargeOrganization, type Owner } from '@/tests/support/large-organization'
import { inTurns, page, samplesOf, type Timed } from './in-turns'
import { atMost, type Finding, type Measurement } from './result'
import type { World } from './world'

/** As many rows on each page as the large one shows there, but for the ten members. */
const SMALL = {
  members: 10,
  roles: 3,
  invitations: 60,
  links: 40,
  projects: 60,
  requests: 40,
  refusals: 30,
  events: 100,
  neighbours: 0,
}

const paths = (org: string, ids: Ids): Record<string, string> => ({
  dashboard: `/o/${org}`,
  projects: `/o/${org}/projects`,
  'projects, found': `/o/${org}/projects?q=ject`,
  'a project': `/o/${org}/projects/${ids.project}`,
  members: `/o/${org}/members`,
  'members, found': `/o/${org}/members?q=people.test`,
  'members, nobody found': `/o/${org}/members?q=nobody-at-all`,
  'members with a role': `/o/${org}/members?role=member`,
  invitations: `/o/${org}/members/invitations`,
  'pending invitations': `/o/${org}/members/invitations?status=pending`,
  links: `/o/${org}/members/links`,
  requests: `/o/${org}/members/requests`,
  roles: `/o/${org}/roles`,
  'a role': `/o/${org}/roles/${ids.role}`,
  'a new role': `/o/${org}/roles/new`,
  'audit log': `/o/${org}/audit-log`,
  'audit log of an action': `/o/${org}/audit-log?action=member.role_changed`,
  refusals: `/o/${org}/audit-log/refused`,
  retention: `/o/${org}/audit-log/retention`,
  settings: `/o/${org}/settings`,
  'handing over': `/o/${org}/settings/ownership`,
  policies: `/o/${org}/settings/policies`,
  domains: `/o/${org}/settings/domains`,
})

type Ids = { project: string; role: string }

/** Every page of an organization of ten thousand members beside the same one of ten, in turns. */
export async function measureLargeOrganization({ app, ownerCookie, pace }: World): Promise<Measurement> {
  process.env.TEST_SUPERUSER_URL = app.superuserUrl
  const owner = await row<Owner>(`select id, name, email from "User" where email = 'owner@acme.test'`)
  const large = await makeLargeOrganization('bench-large', owner)
  const small = await makeLargeOrganization('bench-small', owner, SMALL)
  const [ofLarge, ofSmall] = [paths(large.slug, await idsIn(large.id)), paths(small.slug, await idsIn(small.id))]
  const headers = { cookie: ownerCookie }
  const findings: Finding[] = []
  const raw: Record<string, Record<'large' | 'small', Timed>> = {}
  for (const name of Object.keys(ofLarge)) {
    const asks = {
      large: () => page(app.url + ofLarge[name], headers),
      small: () => page(app.url + ofSmall[name], headers),
    }
    const times = await inTurns(asks, samplesOf(pace))
    raw[name] = times
    const { large: many, small: few } = times
    console.log(
      `  ${name}: p95 ${many.p95.toFixed(1)} ms of ten thousand (${(many.bytes / 1_024).toFixed(0)} KB), ${few.p95.toFixed(1)} ms of ten (${(few.bytes / 1_024).toFixed(0)} KB)`,
    )
    findings.push(atMost(`${name}: p95 of ten thousand members, of that of ten`, many.p95 / few.p95, 2))
  }
  return { findings, raw }
}

function idsIn(id: string) {
  return row<Ids>(
    `select (select id from "Project" where "organizationId" = $1 and "archivedAt" is null order by "createdAt" desc limit 1) as project,
            (select id from "Role" where "organizationId" = $1 and name = $2) as role`,
    [id, COMMON_ROLE],
  )
}
