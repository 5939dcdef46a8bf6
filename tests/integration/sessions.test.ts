import { expect, test } from 'vitest'
import { updateName } from '@/app/account/actions'
import { forgetDevice, revokeOtherSessions, revokeSession } from '@/app/account/sessions/actions'
import { userQuery } from '@/lib/access/queries'
import { listActivity } from '@/lib/auth/account/activity'
import { listRememberedDevices, listSessions } from '@/lib/auth/sessions/sessions'
import { cursor } from '@/lib/domain/paging'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { newVisitor } from '@/tests/support/visitor'

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
const signIn = { redirectTo: expect.stringMatching(/^\/sign-in/) }

/** The same person at another browser. */
const elsewhere = (who: Person, userAgent = iPhone): Person => ({
  ...who,
  visitor: newVisitor({ 'user-agent': userAgent }),
})

async function read<Data>(query: Promise<{ data: Data } | { refusal: unknown }>): Promise<Data> {
  const seen = await query
  if ('refusal' in seen) throw new Error('The page was refused.')
  return seen.data
}
const sessions = () => read(userQuery(listSessions))
const signOutElsewhere = async () => revokeOtherSessions({}, form({ keep: (await sessions())[0]?.id }))
const renamed = () => outcome(() => updateName({}, form({ name: 'Ada' })))

test('ada sees every browser in which she is signed in, and which of them this is', async () => {
  const ada = await person('ada')
  await as(elsewhere(ada))
  await as(ada)
  await rows(`update "Session" set "secondFactor" = 'app' where "userId" = $1 and "userAgent" like '%iPhone%'`, [
    ada.id,
  ])
  const [here, phone, ...more] = await sessions()
  expect(here).toMatchObject({ here: true, browser: { name: 'Chrome on Linux', kind: 'desktop' }, method: 'password' })
  expect(phone).toMatchObject({ here: false, browser: { name: 'Safari on iOS', kind: 'mobile' }, secondFactor: 'app' })
  expect(here?.ip).toBe(ada.visitor.address)
  expect(more).toEqual([])
})

test('a browser that she signs out is refused on its very next request, and only that one', async () => {
  const ada = await person('ada')
  const [phone, tablet] = [elsewhere(ada), elsewhere(ada)]
  for (const one of [phone, tablet, ada]) await as(one)
  const [, , first] = await sessions()
  expect(await revokeSession({}, form({ sessionId: first?.id }))).toMatchObject({ ok: true })
  await as(phone)
  expect(await renamed()).toMatchObject(signIn)
  for (const one of [tablet, ada]) {
    await as(one)
    expect(await renamed()).toMatchObject({ ok: true })
  }
  expect(
    await row(`select "sessionId" from "SecurityEvent" where "userId" = $1 and action = 'session.revoked'`, [ada.id]),
  ).toEqual({ sessionId: first?.id })
})

test('everywhere else is everywhere but here', async () => {
  const ada = await person('ada')
  const others = [elsewhere(ada), elsewhere(ada), elsewhere(ada)]
  for (const one of [...others, ada]) await as(one)
  expect(await signOutElsewhere()).toMatchObject({ ok: true })
  expect(await sessions()).toHaveLength(1)
  for (const one of others) {
    await as(one)
    expect(await renamed()).toMatchObject(signIn)
  }
})

test('mallory signs nobody else out, and forgets nobody else’s browser', async () => {
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  await as(ada)
  const [hers] = await sessions()
  const device = await row<{ id: string }>(
    `update "Device" set "rememberedUntil" = now() + interval '1 day' where "userId" = $1 returning id`,
    [ada.id],
  )
  await as(mallory)
  const nothing = { message: 'There is nothing here.' }
  expect(await revokeSession({}, form({ sessionId: hers?.id }))).toMatchObject(nothing)
  expect(await forgetDevice({}, form({ deviceId: device.id }))).toMatchObject(nothing)
  expect(await signOutElsewhere()).toMatchObject({ ok: true })
  await as(ada)
  expect(await renamed()).toMatchObject({ ok: true })
  expect(await read(userQuery(listRememberedDevices))).toHaveLength(1)
})

test('whoever sits down at ada’s open browser has to prove that it is them before others are signed out', async () => {
  const ada = await person('ada')
  await as(elsewhere(ada))
  await as(ada)
  await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [ada.id])
  const [, other] = await sessions()
  expect(await revokeSession({}, form({ sessionId: other?.id }))).toMatchObject({ stepUp: ['password'] })
  expect(await signOutElsewhere()).toMatchObject({ stepUp: ['password'] })
  expect(await sessions()).toHaveLength(2)
})

test('the eleventh session ends the one that was used least recently', async () => {
  const ada = await person('ada')
  const browsers = Array.from({ length: 11 }, () => elsewhere(ada))
  for (const one of browsers.slice(0, 10)) await as(one)
  const [oldest] = await rows<{ id: string }>(
    `update "Session" set "lastUsedAt" = now() - interval '1 day' where id =
       (select id from "Session" where "userId" = $1 order by "createdAt" limit 1) returning id`,
    [ada.id],
  )
  await as(browsers[10] as Person)
  const listed = await sessions()
  expect(listed).toHaveLength(10)
  expect(listed.map(({ id }) => id)).not.toContain(oldest?.id)
})

test('a remembered browser is listed with its end, forgotten on demand, and forgotten with its session', async () => {
  const ada = await person('ada')
  await as(elsewhere(ada))
  await as(ada)
  await rows(`update "Device" set "rememberedUntil" = now() + interval '30 days' where "userId" = $1`, [ada.id])
  const remembered = () => read(userQuery(listRememberedDevices))
  const [first, ...more] = await remembered()
  expect(more).toHaveLength(1)
  expect([first, ...more].map((device) => device?.browser.name).sort()).toEqual(['Chrome on Linux', 'Safari on iOS'])
  const here = [first, ...more].find((device) => device?.browser.name === 'Chrome on Linux')
  expect(await forgetDevice({}, form({ deviceId: here?.id }))).toMatchObject({ ok: true })
  expect((await remembered()).map(({ browser }) => browser.name)).toEqual(['Safari on iOS'])
  const [, phone] = await sessions()
  await revokeSession({}, form({ sessionId: phone?.id }))
  expect(await remembered()).toEqual([])
})

test('recent activity is her own, in words, twenty at a time', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  await rows(
    `insert into "SecurityEvent" ("userId", action, at, details)
     select $1, 'session.created', now() - n * interval '1 hour', '{"method":"password"}' from generate_series(1, 45) n`,
    [ada.id],
  )
  await rows(`insert into "SecurityEvent" ("userId", action) values ($1, 'password.reset')`, [linus.id])
  await as(ada)
  const pages = []
  let from: string | undefined
  do {
    const page = await read(userQuery((ctx) => listActivity(ctx, cursor.parse(from))))
    pages.push(page.events)
    from = page.next
  } while (from)
  expect(pages.map((events) => events.length)).toEqual([20, 20, 5])
  expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(45)
  expect(new Set(pages.flat().map(({ says }) => says))).toEqual(new Set(['Signed in']))
})
