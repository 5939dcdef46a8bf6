import { afterEach, expect, test } from 'vitest'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { updatePolicies } from '@/app/o/[slug]/settings/policies/actions'
import { orgFrame, orgQuery } from '@/lib/access/queries'
import { env } from '@/lib/env'
import { as, asOne } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import type { Person } from '@/tests/support/people'
import { organization } from '@/tests/support/world'

type Org = { id: string; slug: string }

/** As whoever runs the site does it, after the policy was made. */
const switchOn = (...methods: string[]) => Object.assign(env, { AUTH_METHODS: methods.join(', ') })
afterEach(() => Object.assign(env, { AUTH_METHODS: undefined }))

const demand = (org: Org, methods: string[], from = 'now()') =>
  rows(`insert into "Policy" ("organizationId", methods, "methodsFrom") values ($1, $2, ${from})`, [org.id, methods])
const save = (org: Org, fields: Record<string, string>) =>
  outcome(() =>
    updatePolicies(org.slug, {}, form({ grace: '0', inviters: 'permitted', linkMakers: 'permitted', ...fields })),
  )
const methodsOf = async (org: Org) =>
  (await rows<{ methods: string[] }>(`select methods from "Policy" where "organizationId" = $1`, [org.id]))[0]?.methods

async function knock(someone: Person, org: Org) {
  return asOne(someone, async () => {
    const page = await orgQuery(org.slug, 'organization:read', async () => null)
    const act = await outcome(() => createProject(org.slug, {}, form({ name: 'Apollo' })))
    const frame = await orgFrame(org.slug)
    return {
      page: 'refusal' in page ? page.refusal.policy : 'in',
      act: 'redirectTo' in act ? 'done' : 'message' in act && act.message,
      warned: frame?.announced?.kind,
      may: frame?.may['project:create'],
    }
  })
}

test('when all that acme asks for is switched off, its owner comes in and is warned; an admin does not, and reads why', async () => {
  const { org, olive, grace } = await organization('acme-off', { olive: 'owner', grace: 'admin' })
  await demand(org, ['passkey', 'google'])
  const refused = { page: { kind: 'method' }, act: expect.stringContaining('another way'), may: false }
  expect(await knock(olive, org)).toMatchObject(refused) // a passkey would do
  switchOn('password', 'link')
  expect(await knock(olive, org)).toEqual({ page: 'in', act: 'done', warned: 'methodsOff', may: true })
  expect(await knock(grace, org)).toMatchObject({ ...refused, page: { kind: 'method', methods: [] } })
})

test('one that is left is asked for, of owners too, and named alone', async () => {
  const { org, olive } = await organization('one-left', { olive: 'owner' })
  await demand(org, ['passkey', 'link'])
  switchOn('password', 'link')
  expect(await knock(olive, org)).toMatchObject({ page: { kind: 'method', methods: ['link'] }, may: false })
})

test('it opens to nobody who asks for something else: another policy still holds for owners', async () => {
  const { org, olive } = await organization('still-held', { olive: 'owner' })
  await demand(org, ['passkey'])
  await rows(`update "Policy" set networks = '{203.0.113.0/24}' where "organizationId" = $1`, [org.id])
  switchOn('password', 'link')
  expect(await knock(olive, org)).toMatchObject({ page: { kind: 'network' } })
})

test('what is only announced warns owners already', async () => {
  const { org, olive, grace } = await organization('soon-off', { olive: 'owner', grace: 'admin' })
  await demand(org, ['passkey'], `now() + interval '3 days'`)
  switchOn('password', 'link')
  expect(await knock(olive, org)).toMatchObject({ page: 'in', warned: 'methodsOff' })
  expect(await knock(grace, org)).toMatchObject({ page: 'in', warned: 'method' })
})

test('nothing is saved that nobody could meet; what was switched off stays until it is unticked, and is not added', async () => {
  const { org, olive } = await organization('saving-off', { olive: 'owner' })
  await demand(org, ['passkey'])
  switchOn('password', 'link')
  await as(olive)
  const refused = (sentence: RegExp) => ({ fieldErrors: { methods: [expect.stringMatching(sentence)] } })
  expect(await save(org, { 'method-passkey': 'on' })).toMatchObject(refused(/switched off on this site/))
  expect(await save(org, { 'method-passkey': 'on', sessionIdle: '60' })).toMatchObject(refused(/switched off/))
  expect(await save(org, { 'method-google': 'on', 'method-password': 'on' })).toMatchObject(refused(/from the list/))
  expect(await methodsOf(org)).toEqual(['passkey'])
  expect(await save(org, { 'method-passkey': 'on', 'method-password': 'on' })).toMatchObject({ ok: true })
  expect(await methodsOf(org)).toEqual(['passkey', 'password'])
  expect(await save(org, { 'method-password': 'on' })).toMatchObject({ ok: true })
  expect(await save(org, { 'method-passkey': 'on', 'method-password': 'on' })).toMatchObject(refused(/from the list/))
})
