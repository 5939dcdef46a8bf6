import { expect, test } from 'vitest'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { updateName } from '@/app/account/actions'
import { deleteAccount } from '@/app/account/delete/actions'
import { leaveOrganization } from '@/app/account/organizations/actions'
import { changeRole, removeMember } from '@/app/o/[slug]/members/actions'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { deleteOrganization } from '@/app/o/[slug]/settings/actions'
import { as, asNobody, asOne } from '@/tests/support/as'
import { broken } from '@/tests/support/audit-chain'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, password, person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import { newVisitor } from '@/tests/support/visitor'
import { join, organization } from '@/tests/support/world'

const gone = { redirectTo: '/sign-in?deleted' }
const remove = (who: Person, confirmation = who.email) =>
  asOne(who, () => outcome(() => deleteAccount({}, form({ confirmation }))))
const exists = async ({ id }: Person) => (await rows(`select 1 from "User" where id = $1`, [id])).length === 1
const ownersOf = (org: { id: string }) =>
  rows(`select 1 from "Membership" where "organizationId" = $1 and "builtInRole" = 'owner'`, [org.id])

/** Everything that is written down anywhere about anything, but for the queue and the counters. */
async function everything() {
  const tables = await rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const found = await Promise.all(
    tables.map(async ({ name }) => [name, JSON.stringify(await rows(`select t::text from "${name}" t`))] as const),
  )
  return Object.fromEntries(found.filter(([name]) => !['RateLimit', '_prisma_migrations'].includes(name)))
}

test('ada is gone at once, everywhere: no row, no session, no sign-in, and a mail that says so', async () => {
  const ada = await person('ada-lovelace')
  const phone = { ...ada, visitor: newVisitor() }
  await as(phone)
  await rows(`insert into "EmailAddress" ("userId", email) values ($1, 'ada-lovelace@second.test')`, [ada.id])
  expect(await remove(ada)).toEqual(gone)
  expect(await exists(ada)).toBe(false)
  for (const browser of [ada, phone]) {
    const renamed = await asOne(browser, () => outcome(() => updateName({}, form({ name: 'x' }))))
    expect(renamed).toMatchObject({ redirectTo: expect.stringMatching(/^\/sign-in/) })
  }
  asNobody()
  expect(await outcome(() => signIn({}, form({ email: ada.email, password, step: 'password' })))).toMatchObject({
    message: expect.stringContaining("couldn't"),
  })
  for (const address of [ada.email, 'ada-lovelace@second.test'])
    expect((await mailTo(address)).at(-1)).toMatchObject({ template: 'account-deleted' })
})

test('whoever finds her browser open, or has not typed her address, deletes nothing', async () => {
  const ada = await person('ada')
  for (const wrong of ['', 'ada', 'somebody@else.test'])
    expect(await remove(ada, wrong)).toMatchObject({ message: 'Nothing was deleted.' })
  await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [ada.id])
  expect(await remove(ada)).toMatchObject({ stepUp: ['password'], values: { confirmation: ada.email } })
  expect(await exists(ada)).toBe(true)
})

test('histories forget her name, her address and her place, and every chain still verifies', async () => {
  const ada = await person('adelaide')
  const first = await organization('first-history')
  const second = await organization('second-history')
  await join(first.org, ada, 'admin')
  const there = await join(second.org, ada, 'member')
  await as(ada)
  await outcome(() => createProject(first.org.slug, {}, form({ name: 'Engine' })))
  await as(first.olive)
  await outcome(() => createProject(first.org.slug, {}, form({ name: 'Loom' })))
  // what others did to her: in the second organization she is not a member any more
  await as(second.olive)
  await changeRole(second.org.slug, {}, form({ membershipId: there.membershipId, role: 'admin' }))
  await asOne(ada, () => outcome(() => createProject(second.org.slug, {}, form({ name: 'Bridge' }))))
  await removeMember(second.org.slug, {}, form({ membershipId: there.membershipId }))

  expect(JSON.stringify(await everything())).toContain('adelaide')
  expect(await remove(ada)).toEqual(gone)
  const left = Object.entries(await everything()).filter(([, text]) => text.includes('adelaide'))
  expect(left.map(([table]) => table)).toEqual([])
  for (const { org } of [first, second]) expect(await broken(org.id)).toBeNull()

  const history = await rows<{ action: string; told: boolean }>(
    `select e.action, d.detail is not null as told from "AuditEvent" e left join "AuditDetail" d using ("organizationId", sequence)
      where e."organizationId" = $1 order by e.sequence`,
    [first.org.id],
  )
  expect(history).toEqual([
    { action: 'project.created', told: false },
    { action: 'project.created', told: true },
    { action: 'member.account_deleted', told: false },
  ])
})

test('so does a history of which retention has taken all that she did, and left what was done to her', async () => {
  const ada = await person('rosamund')
  const { org, olive } = await organization('former-history')
  const { membershipId } = await join(org, ada, 'member')
  await as(olive)
  await removeMember(org.slug, {}, form({ membershipId }))
  expect(await rows(`select 1 from "AuditEvent" where "actorId" = $1`, [ada.id])).toEqual([])
  expect(await remove(ada)).toEqual(gone)
  const left = Object.entries(await everything()).filter(([, text]) => text.includes('rosamund'))
  expect(left.map(([table]) => table)).toEqual([])
  expect(await broken(org.id)).toBeNull()
})

test('an organization that only she owns holds her, until somebody else owns it or it is deleted', async () => {
  const { org, ada, linus } = await organization('held', { ada: 'owner', linus: 'member' })
  const other = await organization('held-too', {})
  await join(other.org, ada, 'owner')
  const refused = { message: 'You are the only owner of Held. Nothing was deleted.' }
  expect(await remove(ada)).toMatchObject(refused)
  // a disabled owner looks after nothing
  await rows(`update "Membership" set "builtInRole" = 'owner' where id = $1`, [linus.membershipId])
  await rows(`update "User" set "disabledAt" = now() where id = $1`, [linus.id])
  expect(await remove(ada)).toMatchObject(refused)
  expect(await rows(`select 1 from "AuditEvent" where "organizationId" = $1`, [other.org.id])).toEqual([])
  await rows(`update "User" set "disabledAt" = null where id = $1`, [linus.id])
  expect(await remove(ada)).toEqual(gone)
  expect(await ownersOf(org)).toHaveLength(1)
})

test('what she deleted and nobody else can restore goes with her; what somebody else can stays', async () => {
  const alone = await organization('alone', { ada: 'owner', mia: 'member' })
  const shared = await organization('shared', { linus: 'owner' })
  const { ada, mia } = alone
  await join(shared.org, ada, 'owner')
  await as(ada)
  for (const { org } of [alone, shared])
    expect(await outcome(() => deleteOrganization(org.slug, {}, form({ confirmation: org.name })))).toHaveProperty(
      'redirectTo',
    )
  expect(await remove(ada)).toEqual(gone)
  const kept = await rows(`select slug from "Organization" where slug in ('alone', 'shared')`)
  expect(kept).toEqual([{ slug: 'shared' }])
  expect(await exists(mia)).toBe(true)
})

test('two owners go at the same moment, ten times over: never both', async () => {
  for (let round = 0; round < 10; round++) {
    const { org, ada, linus } = await organization(`race-${round}`, { ada: 'owner', linus: 'owner' })
    const answers = await Promise.all([
      remove(ada),
      asOne(linus, () => outcome(() => leaveOrganization({}, form({ organizationId: org.id })))),
    ])
    expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
    expect(await ownersOf(org)).toHaveLength(1)
    expect(await broken(org.id)).toBeNull()
  }
  const { org, ada, linus } = await organization('race-both', { ada: 'owner', linus: 'owner' })
  const both = await Promise.all([remove(ada), remove(linus)])
  expect(both.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
  expect(await ownersOf(org)).toHaveLength(1)
})

test('whom she invited is not let in on her word any more', async () => {
  const { org, ada } = await organization('word', { ada: 'admin' })
  const { id } = await row<{ id: string }>(
    `insert into "Invitation" ("organizationId", email, "builtInRole", "invitedById", "expiresAt")
     values ($1, 'invited@people.test', 'member', $2, now() + interval '1 day') returning id`,
    [org.id, ada.id],
  )
  expect(await remove(ada)).toEqual(gone)
  expect(await row(`select "invitedById" from "Invitation" where id = $1`, [id])).toEqual({ invitedById: null })
  const { acceptMyInvitation } = await import('@/app/invite/actions')
  const invited = await person('invited')
  await as(invited)
  expect(await outcome(() => acceptMyInvitation({}, form({ invitationId: id })))).toMatchObject({
    message: expect.stringContaining('no longer available'),
  })
})

test('nobody else’s session erases her: the proof of erase_person() is her own', async () => {
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  expect(await remove(mallory, ada.email)).toMatchObject({ message: 'Nothing was deleted.' })
  await expect(rows(`select erase_person($1)`, [Buffer.alloc(32)])).rejects.toThrow(/nobody is signed in/)
  expect(await exists(ada)).toBe(true)
})
