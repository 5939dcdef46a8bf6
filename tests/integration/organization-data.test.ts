import { NextRequest } from 'next/server'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { GET as logo } from '@/app/api/logos/[id]/route'
import { GET as exported } from '@/app/api/o/[slug]/export/route'
import { createOrganization } from '@/app/new/actions'
import { changeAccent, changeSlug, releaseSlug, removeLogo, uploadLogo } from '@/app/o/[slug]/settings/actions'
import { accents, colorOf } from '@/lib/accents'
import { orgFrame, orgQuery } from '@/lib/access/queries'
import { as, asNobody, asOne } from '@/tests/support/as'
import { connection, row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { organization } from '@/tests/support/world'
import { history } from './invitation-mail'

const NOTHING = { message: 'There is nothing here.' }
const site = process.env.APP_URL

describe('a logo', () => {
  const picture = () =>
    sharp({ create: { width: 300, height: 200, channels: 3, background: '#335577' } })
      .png()
      .toBuffer()
  const upload = async (slug: string, bytes?: Buffer) =>
    outcome(async () =>
      uploadLogo(slug, {}, form({ logo: new File([new Uint8Array(bytes ?? (await picture()))], 'l.png') })),
    )
  const look = (who: Person | null, id: string) => {
    const ask = () => logo(new NextRequest(new URL(`/api/logos/${id}`, site)), { params: Promise.resolve({ id }) })
    if (who) return asOne(who, ask)
    asNobody()
    return ask()
  }

  test('of grace’s organization is drawn anew, seen by its members and nobody else, and removed again', async () => {
    const { org, grace, vera } = await organization('logo', { grace: 'admin', vera: 'viewer' })
    await as(grace)
    expect(await upload('logo')).toMatchObject({ ok: true })
    const answer = await look(vera, org.id)
    expect(await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).toMatchObject({
      format: 'webp',
      width: 256,
    })
    expect((await look(await person('mallory'), org.id)).status).toBe(404)
    expect((await look(null, org.id)).status).toBe(401)
    const frame = await asOne(vera, () => orgFrame('logo'))
    expect(frame?.organizations[0]?.image).toMatch(`/api/logos/${org.id}?v=`)
    await rows(`update "Membership" set "roleEndsAt" = now() where id = $1`, [vera.membershipId])
    expect((await look(vera, org.id)).status).toBe(404)
    await as(grace)
    expect(await removeLogo('logo', {}, form({ confirm: 'remove' }))).toMatchObject({ ok: true })
    expect((await look(grace, org.id)).status).toBe(404)
    expect(await history(org)).toEqual(['organization.logo_changed', 'organization.logo_changed'])
  })

  test('is refused from vera, a viewer, who is noted; and when it is no picture', async () => {
    const { org, vera, olive } = await organization('no-logo', { vera: 'viewer', olive: 'owner' })
    await as(vera)
    expect(await upload('no-logo')).toMatchObject({ message: expect.stringContaining('organization:update') })
    expect(await rows('select from "Refusal" where "organizationId" = $1', [org.id])).toHaveLength(1)
    await as(olive)
    expect(await upload('no-logo', Buffer.from('<svg/>'))).toMatchObject({
      fieldErrors: { logo: ['We can only use PNG, JPEG and WebP pictures.'] },
    })
  })
})

describe('a colour', () => {
  test('is one of ours, on which white is read', () => {
    const luminance = (hex: string) => {
      const [r, g, b] = [1, 3, 5]
        .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number]
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    for (const [name, hex] of Object.entries(accents))
      expect(1.05 / (luminance(hex) + 0.05), name).toBeGreaterThanOrEqual(4.5)
    expect(colorOf('constructor')).toBeUndefined()
  })

  test('is chosen by grace, shown to every member, and taken away', async () => {
    const { org, grace, vera } = await organization('colour', { grace: 'admin', vera: 'viewer' })
    await as(grace)
    expect(await changeAccent('colour', {}, form({ accent: 'teal' }))).toMatchObject({ ok: true })
    expect((await asOne(vera, () => orgFrame('colour')))?.organizations[0]?.accent).toBe('teal')
    expect(await changeAccent('colour', {}, form({ accent: 'red;}' }))).toMatchObject({
      fieldErrors: { accent: ['Choose a colour.'] },
    })
    expect(await changeAccent('colour', {}, form({ accent: 'none' }))).toMatchObject({ ok: true })
    expect(await history(org)).toEqual(['organization.accent_changed', 'organization.accent_changed'])
  })
})

describe('an address that was given up', () => {
  const move = (from: string, to: string) => outcome(() => changeSlug(from, {}, form({ slug: to })))
  const release = (slug: string, former: string) => outcome(() => releaseSlug(slug, {}, form({ slug: former })))
  const create = (slug: string) => outcome(() => createOrganization({}, form({ name: 'Squatters', slug })))
  const visit = (slug: string) => outcome(() => orgQuery(slug, 'organization:read', async ({ org }) => org.id))
  const taken = { fieldErrors: { slug: ['That address is taken.'] } }
  const later = (slug: string) =>
    rows(`update "ReleasedSlug" set "releasedAt" = now() - interval '30 days' where slug = $1`, [slug])

  test('leads nowhere, is nobody’s for 30 days but its organization’s, and then mallory may have it', async () => {
    const { org, olive } = await organization('old-name')
    const mallory = await person('mallory-of-slugs')
    await as(olive)
    await move('old-name', 'new-name')
    expect(await release('new-name', 'old-name')).toMatchObject({ ok: true })
    expect(await visit('old-name')).toEqual({ refusal: { status: 404 } })
    await as(mallory)
    expect(await create('old-name')).toMatchObject(taken)
    const second = await organization('second-of-them')
    await expect(rows(`update "Organization" set slug = 'old-name' where id = $1`, [second.org.id])).rejects.toThrow(
      'slug',
    )
    await as(olive)
    expect(await move('new-name', 'old-name')).toHaveProperty('redirectTo')
    expect(await move('old-name', 'new-name')).toHaveProperty('redirectTo')
    expect(await release('new-name', 'old-name')).toMatchObject({ ok: true })
    await later('old-name')
    await as(mallory)
    expect(await create('old-name')).toEqual({ redirectTo: '/o/old-name' })
    await as(olive)
    expect(await move('new-name', 'old-name')).toMatchObject(taken)
    expect((await history(org)).filter((action) => action === 'organization.slug_released')).toHaveLength(2)
  })

  test('is given up by whoever may change it, and only if it is theirs', async () => {
    const { grace, linus } = await organization('mine', { grace: 'admin', linus: 'member' })
    await as(grace)
    await move('mine', 'mine-now')
    const other = await organization('theirs')
    await as(other.olive)
    expect(await release('theirs', 'mine')).toMatchObject(NOTHING)
    expect(await release('theirs', 'theirs')).toMatchObject(NOTHING)
    await as(linus)
    expect(await release('mine-now', 'mine')).toMatchObject({ message: expect.stringContaining('organization:update') })
    await as(grace)
    expect(await release('mine-now', 'mine')).toMatchObject({ ok: true })
    expect(await release('mine-now', 'mine')).toMatchObject(NOTHING)
  })

  test('of its organization that takes it back and mallory who wants it at the same moment the organization wins, ten times', async () => {
    for (let round = 0; round < 10; round++) {
      const [slug, now] = [`fought-${round}`, `fought-${round}-now`]
      const { org, olive } = await organization(slug)
      const mallory = await person('mallory-again')
      await as(olive)
      await move(slug, now)
      await release(now, slug)
      const lock = { sql: `select pg_advisory_xact_lock(hashtextextended('slug:' || $1, 0))`, values: [slug] }
      await race<unknown>(lock, 2, () => [asOne(olive, () => move(now, slug)), asOne(mallory, () => create(slug))])
      expect(await row('select id from "Organization" where slug = $1', [slug])).toEqual({ id: org.id })
    }
  })
})

describe('the export', () => {
  const open = (who: Person, slug: string, headers: Record<string, string> = {}) =>
    asOne(who, () =>
      exported(new NextRequest(new URL(`/api/o/${slug}/export`, site), { headers }), {
        params: Promise.resolve({ slug }),
      }),
    )

  test('holds members, roles, invitations and projects of olive’s organization, no secret, and nothing of others', async () => {
    const { org, olive } = await organization('exported', { olive: 'owner', linus: 'member' })
    await organization('not-exported')
    await rows(`insert into "Project" ("organizationId", name) select $1, 'P' || n from generate_series(1, 1203) n`, [
      org.id,
    ])
    await rows(
      `insert into "Invitation" ("organizationId", email, "builtInRole", "mailTokenDigest", "expiresAt") values ($1, 'ada@there.test', 'member', 'secret', now())`,
      [org.id],
    )
    const answer = await open(olive, 'exported')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toMatch(/attachment; filename=".*exported.*\.json"/)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const text = await answer.text()
    const data = JSON.parse(text)
    expect(data).toMatchObject({ organization: { slug: 'exported' }, complete: true })
    expect(new Set(data.projects.map(({ name }: { name: string }) => name)).size).toBe(1203)
    expect(data.members.map(({ user }: { user: { name: string } }) => user.name).sort()).toEqual(['linus', 'olive'])
    expect(data.invitations).toMatchObject([{ email: 'ada@there.test' }])
    expect(text).not.toMatch(/not-exported|digest|token|secret/i)
    expect(await history(org)).toEqual(['organization.exported'])
  })

  test('begins before the last row is read: the first bytes are there while the projects are locked', async () => {
    const { org, olive } = await organization('held-back')
    await rows(`insert into "Project" ("organizationId", name) values ($1, 'Last')`, [org.id])
    await as(olive)
    const holder = await connection()
    await holder.query('begin; lock table "Project" in access exclusive mode')
    const reader = (await open(olive, 'held-back')).body?.getReader()
    const decoder = new TextDecoder()
    let text = ''
    while (!text.includes('"projects":[')) text += decoder.decode((await reader?.read())?.value)
    expect(text).toContain('"olive"')
    expect(text).not.toContain('Last')
    await holder.query('commit')
    await holder.end()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      text += decoder.decode(part.value)
    expect(JSON.parse(text)).toMatchObject({ projects: [{ name: 'Last' }], complete: true })
  })

  test('is read no faster than it is taken, a page at a time', async () => {
    const { org, olive } = await organization('paced')
    await rows(`insert into "Project" ("organizationId", name) select $1, 'P' || n from generate_series(1, 5000) n`, [
      org.id,
    ])
    const reader = (await open(olive, 'paced')).body?.getReader()
    const sizes: number[] = []
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      sizes.push(part.value.byteLength)
    expect(sizes.length).toBeGreaterThan(10)
    expect(Math.max(...sizes)).toBeLessThan(100_000)
  })

  test('is for an owner who has just proved that it is them', async () => {
    const { org, olive, grace } = await organization('owners-only', { olive: 'owner', grace: 'admin' })
    expect((await open(grace, 'owners-only')).status).toBe(403)
    expect((await open(await person('mallory-out'), 'owners-only')).status).toBe(404)
    expect((await open(olive, 'owners-only', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    await as(olive)
    await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [olive.id])
    expect((await open(olive, 'owners-only')).status).toBe(403)
    expect(await history(org)).toEqual([])
  })

  test('is taken ten times a day at most', async () => {
    const { olive } = await organization('again-and-again')
    for (let time = 0; time < 10; time++) await (await open(olive, 'again-and-again')).text()
    const answer = await open(olive, 'again-and-again')
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
