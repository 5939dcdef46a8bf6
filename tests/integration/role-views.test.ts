import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { stopViewing } from '@/app/account/organizations/actions'
import { GET as csv } from '@/app/api/o/[slug]/audit-log/csv/route'
import { GET as verify } from '@/app/api/o/[slug]/audit-log/verify/route'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { viewAs } from '@/app/o/[slug]/view-as-actions'
import { orgFrame, orgQuery } from '@/lib/access/queries'
import { as, asNobody, asOne } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { environment } from '@/tests/support/environment'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { customRole, join, joinWith, organization } from '@/tests/support/world'
import { trySignIn } from './auth-journeys'

type Org = { id: string; slug: string }

const look = (org: Org, role: string) => outcome(() => viewAs(org.slug, {}, form({ role })))
const stop = (org: Org) => outcome(() => stopViewing({}, form({ organizationId: org.id })))
const asRole = async (org: Org) => (await orgFrame(org.slug))?.actor.viewingAs
const reads = async (org: Org, permission: 'audit:read' | 'project:read') =>
  !('refusal' in (await orgQuery(org.slug, permission, async () => null)))

test('grace, an admin, sees acme as a viewer does: she reads what viewers read, changes nothing, and stops', async () => {
  const { org, grace } = await organization('acme', { grace: 'admin' })
  await as(grace)
  expect(await look(org, 'viewer')).toEqual({ redirectTo: `/o/${org.slug}` })
  expect(await asRole(org)).toBe('viewer')
  expect(await reads(org, 'project:read')).toBe(true)
  expect(await reads(org, 'audit:read')).toBe(false)
  expect(await createProject(org.slug, {}, form({ name: 'Apollo' }))).toMatchObject({
    message: 'You see this as viewer: nothing can be changed. Stop viewing first.',
  })
  expect(await stop(org)).toEqual({ redirectTo: `/o/${org.slug}/roles` })
  expect(await asRole(org)).toBeNull()
  expect(await reads(org, 'audit:read')).toBe(true)
  expect(await rows(`select action from "AuditEvent" where "organizationId" = $1 order by sequence`, [org.id])).toEqual(
    [{ action: 'role.viewed_as' }, { action: 'role.view_ended' }],
  )
})

test('nobody looks as a role that holds more than theirs, and a role that gains afterwards shows no more', async () => {
  const { org } = await organization('birch')
  const carl = await joinWith(org, await person('carl'), ['organization:read', 'role:read', 'project:read'])
  await as(carl)
  expect(await look(org, 'owner')).toMatchObject({ message: 'You can only give what you have.' })
  expect(await look(org, 'admin')).toMatchObject({ message: 'You can only give what you have.' })
  const less = await customRole(org, 'Less', ['project:read'])
  expect(await look(org, less.id)).toEqual({ redirectTo: `/o/${org.slug}` })
  await rows(`update "Role" set permissions = array['project:read', 'audit:read'] where id = $1`, [less.id])
  expect(await reads(org, 'project:read')).toBe(true)
  expect(await reads(org, 'audit:read')).toBe(false)
})

test('it is this session, this organization, and an hour', async () => {
  const { org, grace } = await organization('cedar', { grace: 'admin' })
  const { org: other } = await organization('dogwood')
  await join(other, grace, 'admin')
  await as(grace)
  await look(org, 'viewer')
  expect(await asRole(other)).toBeNull()
  const elsewhere = asNobody()
  await trySignIn(grace.email, grace.password)
  expect(await asRole(org)).toBeNull()
  asNobody(elsewhere)
  await rows(`update "RoleView" set "expiresAt" = now() where "organizationId" = $1`, [org.id])
  expect(await asOne(grace, () => asRole(org))).toBeNull()
})

test('a stranger stops nothing, and a role of another organization is none here', async () => {
  const { org, grace } = await organization('elder', { grace: 'admin' })
  const { org: other, vera } = await organization('fir', { vera: 'viewer' })
  const role = await customRole(other, 'Theirs', ['project:read'])
  await as(grace)
  expect(await look(org, role.id)).toMatchObject({ message: 'There is nothing here.' })
  await look(org, 'viewer')
  await as(vera)
  expect(await stop(org)).toMatchObject({ message: 'There is nothing here.' })
  expect(await asOne(grace, () => asRole(org))).toBe('viewer')
})

test('olive, who looks as an admin, verifies the log and takes no file of it: opened in a browser, a page says how to go on', async () => {
  const { org, olive } = await organization('grove', { olive: 'owner' })
  await as(olive)
  await look(org, 'admin')
  const get = (handler: typeof csv, what: string, dest?: string) =>
    handler(
      new NextRequest(`${environment.APP_URL}/api/o/${org.slug}/audit-log/${what}`, {
        headers: dest ? { 'sec-fetch-dest': dest } : {},
      }),
      { params: Promise.resolve({ slug: org.slug }) },
    )
  const refused = await get(csv, 'csv')
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('Stop viewing first') })
  const opened = await get(csv, 'csv', 'document')
  expect(opened.status).toBe(303)
  expect(opened.headers.get('location')).toBe(`${environment.APP_URL}/o/${org.slug}/only-looking`)
  const verified = await get(verify, 'verify')
  expect(verified.status).toBe(200)
  expect(await verified.text()).toContain('"ok":true')
  const facts = await rows(`select action from "AuditEvent" where "organizationId" = $1`, [org.id])
  expect(facts).toEqual([{ action: 'role.viewed_as' }])
  await stop(org)
  await look(org, 'viewer')
  expect((await get(verify, 'verify')).status).toBe(403) // of a viewer, who reads no log
})
