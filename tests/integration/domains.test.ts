import { afterAll, describe, expect, test, vi } from 'vitest'
import { addDomain, changeDomainMode, checkDomain, removeDomain } from '@/app/o/[slug]/settings/domains/actions'
import { checkDomain as checkByItself, enqueueDueDomains } from '@/lib/domain/domains/check'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { failSince, provedDomain } from '@/tests/support/domains'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { joinWith, type Organization, organization } from '@/tests/support/world'
import { history } from './invitation-mail'

const dns = await vi.hoisted(async () => {
  const { startDnsServer } = await import('@/tests/support/dns-server')
  const server = await startDnsServer()
  process.env.DNS_SERVERS = server.address
  return server
})
afterAll(() => dns.stop())

const recordName = (domain: string) => `_atrium-challenge.${domain}`
const proofOf = (token: string) => `atrium-verify=${token}`
const domainOf = (org: Organization, name: string) =>
  row<{
    id: string
    token: string
    mode: string
    verifiedAt: Date | null
    failingSince: Date | null
    problem: string | null
  }>('select * from "Domain" where "organizationId" = $1 and name = $2', [org.id, name])

async function claimed(someone: Person, org: Organization, name: string) {
  await as(someone)
  expect(await addDomain(org.slug, {}, form({ domain: name }))).toMatchObject({ ok: true })
  return domainOf(org, name)
}

const checkAs = (someone: Person, org: Organization, domainId: string) =>
  asOne(someone, () => outcome(() => checkDomain(org.slug, {}, form({ domainId }))))

async function mailsTo(email: string, template: string) {
  await drainOnce()
  return rows<{ subject: string; text: string }>(
    `select subject, text from "MailboxMessage" where "to" = $1 and template = $2 order by "sentAt"`,
    [email, template],
  )
}

describe('claiming a domain', () => {
  test('grace, an admin, adds it in whatever form she has it; mia, a member, cannot', async () => {
    const { org, grace, mia } = await organization('claims', { grace: 'admin', mia: 'member' })
    await as(mia)
    expect(await addDomain(org.slug, {}, form({ domain: 'claims.example' }))).toMatchObject({
      message: expect.stringContaining('domain:update'),
    })
    await as(grace)
    for (const domain of ['https://Claims.Example/about', '@claims.example', 'grace@claims.example.'])
      await addDomain(org.slug, {}, form({ domain }))
    await addDomain(org.slug, {}, form({ domain: 'bücher.example' }))
    expect(await rows('select name from "Domain" where "organizationId" = $1 order by name', [org.id])).toEqual([
      { name: 'claims.example' },
      { name: 'xn--bcher-kva.example' },
    ])
    expect(await history(org)).toEqual(['domain.added', 'domain.added'])
  })

  test.each([
    'gmail.com',
    'Googlemail.com',
    'someone@outlook.com',
    'co.uk',
    'localhost',
    '127.0.0.1',
    'acme',
    'a b.example',
    '',
  ])('“%s” is no domain of one’s own', async (domain) => {
    const { org, olive } = await organization(`refused-${Math.random().toString(36).slice(2)}`)
    await as(olive)
    const answer = await addDomain(org.slug, {}, form({ domain }))
    expect(Object.keys(answer.fieldErrors ?? {})).toEqual(['domain'])
    expect(await history(org)).toEqual([])
  })

  test('there are at most twenty', async () => {
    const { org, olive } = await organization('twenty')
    for (let count = 0; count < 20; count++) await provedDomain(org, `d${count}.twenty.example`)
    await as(olive)
    expect(await addDomain(org.slug, {}, form({ domain: 'more.example' }))).toMatchObject({
      message: 'At most 20 domains. Remove one first.',
    })
  })
})

describe('proving it', () => {
  test('the record among others, sent in pieces, proves it', async () => {
    const { org, grace } = await organization('proves', { grace: 'admin' })
    const { id, token } = await claimed(grace, org, 'proves.example')
    const value = proofOf(token)
    dns.set(recordName('proves.example'), [
      'v=spf1 -all',
      [value.slice(0, 9), value.slice(9)],
      proofOf('of somebody else'),
    ])
    expect(await checkAs(grace, org, id)).toEqual({ redirectTo: `/o/proves/settings/domains?checked=${id}` })
    expect(await domainOf(org, 'proves.example')).toMatchObject({ verifiedAt: expect.any(Date), problem: null })
    expect(await history(org)).toEqual(['domain.added', 'domain.verified'])
    await checkAs(grace, org, id)
    expect(await history(org)).toEqual(['domain.added', 'domain.verified'])
  })

  test.each([
    ['noName', undefined],
    ['noRecord', 'nothing'],
    ['wrong', ['atrium-verify=something-else']],
    ['wrong', ['something else', '']],
    ['broken', 'broken'],
    ['unreachable', 'refused'],
  ] as const)('%s: it is not proved (%s)', async (problem, zone) => {
    const name = `${problem.toLowerCase()}-${Math.random().toString(36).slice(2)}.example`
    const { org, olive } = await organization(name.split('.')[0] ?? '')
    const { id } = await claimed(olive, org, name)
    if (zone) dns.set(recordName(name), typeof zone === 'string' ? zone : [...zone])
    await checkAs(olive, org, id)
    expect(await domainOf(org, name)).toMatchObject({ verifiedAt: null, problem })
  })

  test('a name server that stays silent is given up, and nothing waits in the database meanwhile', async () => {
    const { org, olive } = await organization('silent')
    const { id } = await claimed(olive, org, 'silent.example')
    dns.set(recordName('silent.example'), 'silent')
    const checking = checkAs(olive, org, id)
    while (!dns.asked.includes(recordName('silent.example'))) await new Promise((resolve) => setTimeout(resolve, 10))
    const idle = await rows(
      `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    )
    expect(idle).toEqual([])
    await checking
    expect(await domainOf(org, 'silent.example')).toMatchObject({ verifiedAt: null, problem: 'unreachable' })
  })

  test('the record of another organization proves nothing, nor does the one from before it was removed', async () => {
    const { org, olive } = await organization('again')
    const { org: other, olive: rival } = await organization('rival')
    const first = await claimed(olive, org, 'again.example')
    const theirs = await claimed(rival, other, 'again.example')
    dns.set(recordName('again.example'), [proofOf(first.token)])
    await checkAs(rival, other, theirs.id)
    expect(await domainOf(other, 'again.example')).toMatchObject({ verifiedAt: null, problem: 'wrong' })
    await as(olive)
    await removeDomain(org.slug, {}, form({ domainId: first.id }))
    const second = await claimed(olive, org, 'again.example')
    await checkAs(olive, org, second.id)
    expect(await domainOf(org, 'again.example')).toMatchObject({ verifiedAt: null, problem: 'wrong' })
  })

  test('two organizations prove it at once, twenty times: each time exactly one has it', async () => {
    const { org, olive } = await organization('one')
    const { org: other, olive: rival } = await organization('two')
    for (let round = 0; round < 20; round++) {
      const name = `race-${round}.example`
      const insert = (organization: Organization) =>
        row<{ id: string; token: string }>(
          `insert into "Domain" ("organizationId", name, token) values ($1, $2, gen_random_uuid()::text) returning id, token`,
          [organization.id, name],
        )
      const [mine, theirs] = [await insert(org), await insert(other)]
      dns.set(recordName(name), [proofOf(mine.token), proofOf(theirs.token)])
      await Promise.all([checkAs(olive, org, mine.id), checkAs(rival, other, theirs.id)])
      const states = await rows<{ problem: string | null }>(
        `select problem from "Domain" where name = $1 order by "verifiedAt" nulls last`,
        [name],
      )
      expect(states).toEqual([{ problem: null }, { problem: 'taken' }])
      await rows('delete from "Domain" where name = $1', [name])
    }
  })

  test('an id of another organization is nothing', async () => {
    const { olive, org } = await organization('mine-only')
    const { org: other } = await organization('theirs-only')
    const { id } = await provedDomain(other, 'theirs-only.example')
    await as(olive)
    const nothing = { message: 'There is nothing here.' }
    for (const act of [checkDomain, removeDomain])
      expect(await act(org.slug, {}, form({ domainId: id }))).toMatchObject(nothing)
    expect(await changeDomainMode(org.slug, {}, form({ domainId: id, mode: 'ask' }))).toMatchObject(nothing)
  })
})

describe('a record that goes', () => {
  test('it fails at once, owners and admins hear of it once, and it recovers', async () => {
    const { org, olive, grace, mia } = await organization('goes', { olive: 'owner', grace: 'admin', mia: 'member' })
    const { id, token } = await provedDomain(org, 'goes.example')
    const check = () => checkByItself({ organizationId: org.id, domainId: id })
    await check()
    await check()
    expect(await domainOf(org, 'goes.example')).toMatchObject({ failingSince: expect.any(Date), problem: 'noName' })
    expect(await history(org)).toEqual(['domain.failing'])
    for (const { email } of [olive, grace]) expect(await mailsTo(email, 'domain')).toHaveLength(1)
    expect(await mailsTo(mia.email, 'domain')).toEqual([])
    dns.set(recordName('goes.example'), [proofOf(token)])
    await check()
    expect(await domainOf(org, 'goes.example')).toMatchObject({ failingSince: null, problem: null })
    expect(await history(org)).toEqual(['domain.failing', 'domain.recovered'])
  })

  test('servers that do not answer are nobody’s fault for a day: no mail before', async () => {
    const { org, olive } = await organization('quiet')
    const { id } = await provedDomain(org, 'quiet.example')
    dns.set(recordName('quiet.example'), 'broken')
    await checkByItself({ organizationId: org.id, domainId: id })
    expect(await mailsTo(olive.email, 'domain')).toEqual([])
    await failSince(id, '25 hours')
    await checkByItself({ organizationId: org.id, domainId: id })
    expect(await mailsTo(olive.email, 'domain')).toHaveLength(1)
  })

  test('another organization takes it over once it has failed for three days, and not before; the first one hears of it', async () => {
    const { org, olive } = await organization('loses')
    const { org: other, olive: rival } = await organization('takes')
    const lost = await provedDomain(org, 'moves.example', { mode: 'join', role: 'viewer', setBy: olive })
    const taken = await claimed(rival, other, 'moves.example')
    dns.set(recordName('moves.example'), [proofOf(taken.token)])
    await failSince(lost.id, '2 days 23 hours')
    await checkAs(rival, other, taken.id)
    expect(await domainOf(other, 'moves.example')).toMatchObject({ verifiedAt: null, problem: 'taken' })
    await failSince(lost.id, '3 days 1 minute')
    await checkAs(rival, other, taken.id)
    expect(await domainOf(other, 'moves.example')).toMatchObject({ verifiedAt: expect.any(Date) })
    expect(await domainOf(org, 'moves.example')).toMatchObject({ verifiedAt: null, mode: 'nobody', problem: 'taken' })
    expect(await history(org)).toEqual(['domain.lost'])
    expect(await mailsTo(olive.email, 'domain')).toMatchObject([
      { subject: expect.stringContaining('another organization') },
    ])
  })

  test('the sweep asks for those that are due, and for no others', async () => {
    const { org } = await organization('due')
    const ages = { fresh: '1 hour', day: '25 hours' }
    for (const [name, age] of Object.entries(ages)) {
      const { id } = await provedDomain(org, `${name}.due.example`)
      await rows(`update "Domain" set "checkedAt" = now() - $2::interval where id = $1`, [id, age])
    }
    await drainOnce()
    await rows(`update "Domain" set "checkedAt" = now(), "failingSince" = null where name <> 'day.due.example'`)
    await rows(
      `update "Domain" set "checkedAt" = now() - interval '25 hours', "failingSince" = null where name = 'day.due.example'`,
    )
    expect(await enqueueDueDomains()).toBe(1)
    await drainOnce()
    expect(await domainOf(org, 'day.due.example')).toMatchObject({ problem: 'noName', failingSince: expect.any(Date) })
    expect(await domainOf(org, 'fresh.due.example')).toMatchObject({ failingSince: null })
  })
})

describe('who may join', () => {
  test('who chooses a role has it to give, and nobody becomes an owner by an address', async () => {
    const { org, olive } = await organization('gives')
    const { id } = await provedDomain(org, 'gives.example', { mode: 'nobody' })
    const hal = await person('hal')
    const helper = await joinWith(org, hal, ['organization:read', 'domain:read', 'domain:update'])
    const choose = async (someone: Person, mode: string) => {
      await as(someone)
      return changeDomainMode(org.slug, {}, form({ domainId: id, mode }))
    }
    expect(await choose(hal, 'join:member')).toMatchObject({ message: 'You can only give what you have.' })
    expect(await choose(olive, 'join:owner')).toMatchObject({ message: 'Nobody becomes an owner by an address.' })
    expect(await choose(olive, 'join:nonsense')).toMatchObject({ message: 'There is nothing here.' })
    expect(Object.keys((await choose(olive, 'everybody')).fieldErrors ?? {})).toEqual(['mode'])
    expect(await choose(hal, `join:${helper.roleId}`)).toMatchObject({ ok: true })
    expect(await choose(olive, 'join:member')).toMatchObject({ ok: true })
    expect(await history(org)).toEqual(['domain.mode_changed', 'domain.mode_changed'])
  })

  test('somebody with domain:read alone sees and changes nothing', async () => {
    const { org } = await organization('reads')
    const { org: elsewhere, olive } = await organization('reads-from')
    const { id } = await provedDomain(org, 'reads.example')
    await joinWith(org, olive, ['organization:read', 'domain:read'])
    await as(olive)
    expect(elsewhere.slug).toBe('reads-from')
    expect(await changeDomainMode(org.slug, {}, form({ domainId: id, mode: 'nobody' }))).toMatchObject({
      message: expect.stringContaining('domain:update'),
    })
  })
})
