import { expect, test } from 'vitest'
import { addAccount, continueAs, signOutOfAll } from '@/app/(auth)/accounts/actions'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { signOut } from '@/app/(auth)/sign-out/actions'
import { updateName } from '@/app/account/actions'
import { revokeOtherSessions } from '@/app/account/sessions/actions'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { DRAWN_FOR } from '@/lib/access/action-state'
import { findCaller } from '@/lib/auth/context'
import { parkedCookie, sessionCookie } from '@/lib/auth/cookie-names'
import { listParked } from '@/lib/auth/sessions/parked'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, password, person } from '@/tests/support/people'
import { newVisitor, type Visitor, visitor } from '@/tests/support/visitor'
import { organization } from '@/tests/support/world'

const who = async () => (await findCaller(null))?.user.email ?? null
const parked = async () => (await listParked()).map(({ email }) => email)
const enter = ({ email }: Person) => outcome(() => signIn({}, form({ email, password, step: 'password' })))
const goOnAs = ({ id }: Person) => outcome(() => continueAs({}, form({ userId: id })))
const add = () => outcome(() => addAccount({}, form()))

/** One browser, in which the first is active and the rest are parked. */
async function browserOf(first: Person, ...rest: Person[]) {
  for (const one of rest) {
    if (one === rest[0]) await as({ ...one, visitor: newVisitor() })
    else await enter(one)
    expect(await add()).toEqual({ redirectTo: '/sign-in?add' })
  }
  await enter(first)
  return visitor()
}

test('ada and linus share a browser: one is active, the other one parked, and they change places', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  await browserOf(linus, ada)
  expect([await who(), await parked()]).toEqual([linus.email, [ada.email]])
  expect(await goOnAs(ada)).toEqual({ redirectTo: '/new' })
  expect([await who(), await parked()]).toEqual([ada.email, [linus.email]])
  expect(await outcome(() => updateName({}, form({ name: 'Countess' })))).toMatchObject({ ok: true })
  expect(await row(`select name from "User" where id = $1`, [ada.id])).toEqual({ name: 'Countess' })
})

test('the passkey that is offered to linus after his password is not offered to ada, who goes on', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  await browserOf(linus, ada)
  expect(visitor().cookies.has('passkey-offer')).toBe(true)
  await goOnAs(ada)
  expect(visitor().cookies.has('passkey-offer')).toBe(false)
})

test('while somebody is being added nobody is signed in, and whoever was there goes on with one press', async () => {
  const ada = await person('ada')
  await as(ada)
  await add()
  expect(await who()).toBeNull()
  expect(await outcome(() => updateName({}, form({ name: 'x' })))).toMatchObject({
    redirectTo: expect.stringMatching(/^\/sign-in/),
  })
  expect(await parked()).toEqual([ada.email])
  await goOnAs(ada)
  expect([await who(), await parked()]).toEqual([ada.email, []])
})

test('a form that was drawn for ada does nothing in the name of linus', async () => {
  const { org, ada } = await organization('drawn', { ada: 'admin' })
  const linus = await person('linus')
  await browserOf(linus, ada)
  const drawnFor = { [DRAWN_FOR]: ada.id }
  const refused = { message: `You are now signed in as ${linus.email}. Nothing was done: reload the page first.` }
  expect(await outcome(() => updateName({}, form({ ...drawnFor, name: 'Ada' })))).toMatchObject({
    ...refused,
    values: { name: 'Ada' },
  })
  expect(await row(`select name from "User" where id = $1`, [linus.id])).toEqual({ name: 'linus' })
  expect(await createProject(org.slug, {}, form({ ...drawnFor, name: 'Engine' }))).toMatchObject(refused)
  await goOnAs(ada)
  expect(await outcome(() => createProject(org.slug, {}, form({ ...drawnFor, name: 'Engine' })))).toHaveProperty(
    'redirectTo',
  )
})

test('signing out ends the active one alone; signing out of all ends every one', async () => {
  const [ada, linus, mia] = [await person('ada'), await person('linus'), await person('mia')]
  const sessions = () => rows(`select 1 from "Session" where "userId" = any ($1)`, [[ada.id, linus.id, mia.id]])
  await browserOf(mia, ada, linus)
  expect(await parked()).toEqual([linus.email, ada.email])
  await outcome(() => signOut({}, form()))
  expect([await who(), await parked(), (await sessions()).length]).toEqual([null, [linus.email, ada.email], 2])
  await goOnAs(linus)
  expect(await outcome(() => signOutOfAll({}, form()))).toEqual({ redirectTo: '/sign-in?signed-out' })
  expect([await who(), await parked(), (await sessions()).length]).toEqual([null, [], 0])
  expect([...visitor().cookies.keys()].filter((name) => [sessionCookie(), parkedCookie()].includes(name))).toEqual([])
})

test('“Sign out” on a page that was drawn for ada signs ada out, whoever is active by now', async () => {
  const [ada, linus, mia] = [await person('ada'), await person('linus'), await person('mia')]
  const signOutOf = ({ id }: Person) => outcome(() => signOut({}, form({ [DRAWN_FOR]: id })))
  const sessions = ({ id }: Person) => rows(`select 1 from "Session" where "userId" = $1`, [id])
  await browserOf(mia, ada, linus)
  expect(await signOutOf(ada)).toEqual({ redirectTo: '/sign-in?signed-out' })
  expect([await who(), await parked(), await sessions(ada)]).toEqual([mia.email, [linus.email], []])

  expect(await signOutOf(ada)).toEqual({
    message: `You are now signed in as ${mia.email}. Nothing was done: reload the page first.`,
    values: {},
  })
  expect(await who()).toBe(mia.email)

  await add()
  expect(await signOutOf(mia)).toEqual({ redirectTo: '/sign-in?signed-out' })
  expect([await who(), await parked(), await sessions(mia)]).toEqual([null, [linus.email], []])
  await goOnAs(linus)
  expect(await signOutOf(linus)).toEqual({ redirectTo: '/sign-in?signed-out' })
  expect([await who(), await parked(), await sessions(linus)]).toEqual([null, [], []])
})

test('a parked session that was revoked, or has idled, is not offered and opens nothing', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  await browserOf(linus, ada)
  await rows(`update "Session" set "lastUsedAt" = now() - interval '8 days' where "userId" = $1`, [ada.id])
  expect(await parked()).toEqual([])
  expect(await goOnAs(ada)).toMatchObject({ message: expect.stringContaining('signed out meanwhile') })
  expect(await who()).toBe(linus.email)
})

test('nobody goes on as somebody who is not parked here, nor with a token that we did not sign', async () => {
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  const theirs: Visitor = await browserOf(await person('linus'), ada)
  await as(mallory)
  expect(await goOnAs(ada)).toMatchObject({ message: expect.stringContaining('signed out meanwhile') })
  const stolen = theirs.cookies.get(parkedCookie())?.value ?? ''
  const forged = stolen.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
  visitor().cookies.set(parkedCookie(), { name: parkedCookie(), value: forged })
  expect(await parked()).toEqual([])
  expect(await goOnAs(ada)).not.toHaveProperty('redirectTo')
  expect(await who()).toBe(mallory.email)
})

const parkedValue = (browser: Visitor = visitor()) => browser.cookies.get(parkedCookie())?.value ?? ''

/** Whoever stole the cookies named, in a browser of their own. */
function thiefWith(cookies: Record<string, string>) {
  const thief = asNobody()
  for (const [name, value] of Object.entries(cookies)) thief.cookies.set(name, { name, value })
  return thief
}

test('the cookie of the parked ones is nobody by itself: no page, act or handler knows it', async () => {
  const { org, ada } = await organization('parked-only', { ada: 'admin' })
  const value = parkedValue(await browserOf(await person('linus'), ada))
  thiefWith({ [parkedCookie()]: value })
  expect(await who()).toBeNull()
  const refused = { redirectTo: expect.stringMatching(/^\/sign-in/) }
  expect(await outcome(() => updateName({}, form({ name: 'Mallory' })))).toMatchObject(refused)
  expect(await outcome(() => createProject(org.slug, {}, form({ name: 'Engine' })))).toMatchObject(refused)
  expect(await outcome(add)).toMatchObject(refused)
})

test('stolen, it is worth what the sessions in it are: it ends with them, wherever ada ends them', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  const value = parkedValue(await browserOf(linus, ada))
  thiefWith({ [parkedCookie()]: value })
  expect(await parked()).toEqual([ada.email])

  const phone = { ...ada, visitor: newVisitor() }
  await as(phone)
  const { id } = (await findCaller(null))?.session ?? { id: '' }
  expect(await outcome(() => revokeOtherSessions({}, form({ keep: id })))).toMatchObject({ ok: true })
  thiefWith({ [parkedCookie()]: value })
  expect(await parked()).toEqual([])
  expect(await goOnAs(ada)).not.toHaveProperty('redirectTo')
  expect(await who()).toBeNull()
})

test('who is disabled, or whose session is over, is not offered, and goes with the rest when all are signed out', async () => {
  const [ada, bea, linus] = [await person('ada'), await person('bea'), await person('linus')]
  await browserOf(linus, ada, bea)
  await rows(`update "User" set "disabledAt" = now() where id = $1`, [ada.id])
  await rows(`update "Session" set "expiresAt" = now() where "userId" = $1`, [bea.id])
  expect(await parked()).toEqual([])
  for (const one of [ada, bea]) expect(await goOnAs(one)).not.toHaveProperty('redirectTo')
  expect(parkedValue()).not.toBe('')
  await outcome(() => signOutOfAll({}, form()))
  expect(parkedValue()).toBe('')
})

test('signing out of all ends what is in this browser, and nothing elsewhere', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  const phone = { ...ada, visitor: newVisitor() }
  await as(phone)
  await browserOf(linus, ada)
  await outcome(() => signOutOfAll({}, form()))
  await as(phone)
  expect(await who()).toBe(ada.email)
  expect(await rows(`select 1 from "Session" where "userId" = any ($1)`, [[ada.id, linus.id]])).toHaveLength(1)
})

test('of a cookie that somebody made longer by hand four are read', async () => {
  const people = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => person(`long-${name}`)))
  const values: string[] = []
  for (const one of people) {
    await as({ ...one, visitor: newVisitor() })
    values.push(visitor().cookies.get(sessionCookie())?.value ?? '')
  }
  thiefWith({ [parkedCookie()]: values.join('~') })
  expect(await parked()).toEqual(people.slice(0, 4).map(({ email }) => email))
  thiefWith({ [sessionCookie()]: values.join('~') })
  expect(await who()).toBeNull()
})

test('who signs in again while parked has one session here, not two', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  await browserOf(linus, ada)
  await add()
  await enter(ada)
  expect([await who(), await parked()]).toEqual([ada.email, [linus.email]])
  expect(await rows(`select 1 from "Session" where "userId" = $1`, [ada.id])).toHaveLength(1)
})

test('five fit into a browser, and its cookies stay small', async () => {
  const people = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => person(`crowd-${name}`)))
  const [first, ...rest] = people as [Person, ...Person[]]
  const browser = await browserOf(first, ...rest)
  expect(await add()).toMatchObject({ message: expect.stringContaining('5 accounts') })
  expect(await who()).toBe(first.email)
  const size = [...browser.cookies.values()].reduce((sum, { name, value }) => sum + name.length + value.length, 0)
  expect(size).toBeLessThan(1_024)
})

test('without anybody parked there is nothing to ask', async () => {
  asNobody()
  expect(await parked()).toEqual([])
  expect(await outcome(() => signOutOfAll({}, form()))).toEqual({ redirectTo: '/sign-in?signed-out' })
})
