import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { updateName } from '@/app/account/actions'
import { addPasskey, declinePasskey, removePasskey, renamePasskey } from '@/app/account/security/passkey-actions'
import { listPasskeys } from '@/lib/auth/passkeys/list'
import { as, asNobody, asOne } from '@/tests/support/as'
import { Authenticator, type CreationOptions } from '@/tests/support/authenticator'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { givePasskey } from '@/tests/support/passkeys'
import { type Person, password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { newVisitor, visitor } from '@/tests/support/visitor'
import { trySignIn } from './auth-journeys'

async function ask(): Promise<CreationOptions> {
  const { ceremony, message } = await addPasskey({}, form())
  if (!ceremony || !('creation' in ceremony)) throw new Error(`No passkey was asked for: ${message}`)
  return ceremony.creation
}

const add = async (key: Authenticator) => addPasskey({}, form({ credential: key.create(await ask()) }))
const passkeysOf = (who: Person) =>
  rows<{ id: string; name: string }>('select id, name from "Passkey" where "userId" = $1 order by "createdAt"', [
    who.id,
  ])
const idOf = async (key: Authenticator) =>
  (await row<{ id: string }>('select id from "Passkey" where "credentialId" = $1', [key.id])).id
const eventsOf = (who: Person) =>
  rows<{ action: string }>(
    `select action, details from "SecurityEvent" where "userId" = $1 and action like 'passkey.%' order by at`,
    [who.id],
  )

/** As if the person had proved it again with the strongest that they have. */
const proveAgain = (who: Person) => rows('update "Session" set "stepUpAt" = now() where "userId" = $1', [who.id])
const forget = (who: Person) =>
  rows(
    `update "Session" set "provedAt" = now() - interval '11 minutes', "stepUpAt" = null, "secondFactorAt" = null where "userId" = $1`,
    [who.id],
  )

test('ada adds two passkeys: each has its keeper’s name, she is told, and no second one is made on the same device', async () => {
  const ada = await person('ada')
  await as(ada)
  const first = await ask()
  expect(first).toMatchObject({ excludeCredentials: [], user: { name: ada.email, displayName: 'ada' } })
  const cloud = new Authenticator({ aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' })
  expect(await add(cloud)).toMatchObject({ ok: true, message: 'Passkey added.' })
  await proveAgain(ada)
  const stick = new Authenticator({ synced: false, aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a' })
  const second = await ask()
  expect(second.excludeCredentials?.map(({ id }) => id)).toEqual([cloud.id.toString('base64url')])
  expect(second.user.id).toBe(first.user.id)
  expect(await addPasskey({}, form({ credential: stick.create(second) }))).toMatchObject({ ok: true })
  expect((await listPasskeys(ada))?.passkeys).toMatchObject([
    { name: 'iCloud Keychain', provider: 'iCloud Keychain', copies: 'synced', lastUsedAt: null, isLast: false },
    { name: 'YubiKey 5', copies: 'bound' },
  ])
  await rows('update "Passkey" set "backedUp" = false where "userId" = $1', [ada.id])
  expect((await listPasskeys(ada))?.passkeys).toMatchObject([
    { name: 'iCloud Keychain', copies: 'not-yet' },
    { name: 'YubiKey 5', copies: 'bound' },
  ])
  expect(await eventsOf(ada)).toMatchObject([
    { action: 'passkey.added', details: { name: 'iCloud Keychain' } },
    { action: 'passkey.added', details: { name: 'YubiKey 5' } },
  ])
  expect((await mailTo(ada.email)).map(({ props }) => [props.change, props.method])).toEqual([
    ['added', 'Passkey “iCloud Keychain”'],
    ['added', 'Passkey “YubiKey 5”'],
  ])
})

test('what was proved in another session with her password counts there no more once she has a passkey', async () => {
  const ada = await person('ada')
  const elsewhere = { ...ada, visitor: newVisitor() }
  await as(elsewhere)
  await proveAgain(ada)
  await as(ada)
  expect(await add(new Authenticator())).toMatchObject({ ok: true })
  await as(elsewhere)
  const removed = await removePasskey({}, form({ id: (await passkeysOf(ada))[0]?.id }))
  expect(removed).toMatchObject({ stepUp: ['passkey'] })
})

test('a passkey that is known already, hers or somebody else’s, is not set up again', async () => {
  const [bea, cleo] = [await person('bea'), await person('cleo')]
  const key = await givePasskey(bea)
  for (const someone of [bea, cleo]) {
    await as(someone)
    await rows('update "Session" set "stepUpAt" = now() where "userId" = $1', [someone.id])
    expect(await add(key)).toEqual({ message: 'That passkey is set up already.' })
  }
  expect(await passkeysOf(cleo)).toEqual([])
  expect(await passkeysOf(bea)).toHaveLength(1)
})

test('a challenge is answered once, in the session that was asked, and for adding only', async () => {
  const dora = await person('dora')
  await as(dora)
  const options = await ask()
  const late = { message: 'That took too long, or was used already. Please try again.' }
  const elsewhere = { ...dora, visitor: asNobody() } // another browser of hers
  await as(elsewhere)
  expect(await addPasskey({}, form({ credential: new Authenticator().create(options) }))).toEqual(late)
  await as(dora)
  expect(
    await addPasskey({}, form({ credential: new Authenticator().create(options, { origin: 'https://evil.test' }) })),
  ).toEqual({ message: "We couldn't use that passkey. Please try again." })
  expect(await addPasskey({}, form({ credential: new Authenticator().create(options) }))).toEqual(late)

  const again = await ask()
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      asOne(dora, () => addPasskey({}, form({ credential: new Authenticator().create(again) }))),
    ),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await passkeysOf(dora)).toHaveLength(1)
})

test('adding and removing is for somebody who has just proved that it is them; what they have is asked for', async () => {
  const eve = await person('eve')
  await as(eve)
  await forget(eve)
  const stepUp = { message: 'Please confirm that it is you.', stepUp: ['password'] }
  expect(await addPasskey({}, form())).toMatchObject(stepUp)
  const key = await givePasskey(eve)
  expect(await removePasskey({}, form({ id: await idOf(key) }))).toMatchObject({ stepUp: ['passkey'] })
  expect(await passkeysOf(eve)).toHaveLength(1)
  await proveAgain(eve)
  expect(await removePasskey({}, form({ id: await idOf(key) }))).toMatchObject({ ok: true })
})

test('fay renames hers and removes one: the browser hears which are left, she hears it by mail', async () => {
  const fay = await person('fay')
  const [key, other] = [await givePasskey(fay), await givePasskey(fay)]
  await as(fay)
  expect(await renamePasskey({}, form({ id: await idOf(key), name: '  Blue key\u202e ' }))).toMatchObject({
    ok: true,
    signal: { accepted: { allAcceptedCredentialIDs: expect.arrayContaining([key.id.toString('base64url')]) } },
  })
  expect(await passkeysOf(fay)).toMatchObject([{ name: 'Blue key' }, { name: 'Passkey' }])
  expect(await renamePasskey({}, form({ id: await idOf(key), name: ' ' }))).toMatchObject({
    fieldErrors: { name: ['Give it a name.'] },
  })
  await proveAgain(fay)
  const removed = await removePasskey({}, form({ id: await idOf(key) }))
  expect(removed).toMatchObject({
    ok: true,
    message: 'Passkey removed.',
    signal: {
      accepted: { rpID: 'localhost', allAcceptedCredentialIDs: [other.id.toString('base64url')] },
      details: { userName: fay.email, userDisplayName: 'fay' },
    },
  })
  expect((await newestMail(fay.email, 'sign-in-method-changed')).props).toMatchObject({
    change: 'removed',
    method: 'Passkey “Blue key”',
  })
  expect(await eventsOf(fay)).toEqual([{ action: 'passkey.removed', details: { name: 'Blue key' } }])
})

test('somebody else’s passkey is nothing here', async () => {
  const [gil, hal] = [await person('gil'), await person('hal')]
  const id = await idOf(await givePasskey(gil))
  await as(hal)
  const nothing = { message: 'There is nothing here.' }
  expect(await renamePasskey({}, form({ id, name: 'Mine now' }))).toMatchObject(nothing)
  expect(await removePasskey({}, form({ id }))).toMatchObject(nothing)
  expect(await removePasskey({}, form({ id: randomUUID() }))).toMatchObject(nothing)
  expect(await passkeysOf(gil)).toMatchObject([{ name: 'Passkey' }])
})

test('who is called otherwise is called so by the browser’s password manager as well', async () => {
  const [jan, kai] = [await person('jan'), await person('kai')]
  await givePasskey(jan)
  await as(jan)
  expect(await updateName({}, form({ name: 'Jan Janssen' }))).toMatchObject({
    ok: true,
    signal: { details: { rpID: 'localhost', userName: jan.email, userDisplayName: 'Jan Janssen' } },
  })
  await as(kai)
  expect(await updateName({}, form({ name: 'Kai' }))).toEqual({ ok: true, message: 'Saved.' })
})

test('nobody has more than twenty', async () => {
  const ina = await person('ina')
  await as(ina)
  const key = new Authenticator()
  const asked = key.create(await ask()) // and answered only when she has twenty
  for (let count = 0; count < 20; count++) await givePasskey(ina)
  await proveAgain(ina)
  expect(await addPasskey({}, form({ credential: asked }))).toMatchObject({
    message: expect.stringMatching(/^That is 20 passkeys/),
  })
  expect(await addPasskey({}, form())).toMatchObject({ message: expect.stringMatching(/^That is 20 passkeys/) })
})

test('after a password a passkey is offered, once: not to who has one, and not for a while after “Not now”', async () => {
  const offered = () => visitor().cookies.has('passkey-offer')
  const signIn = async (who: Person) => {
    asNobody(who.visitor)
    await trySignIn(who.email, password)
  }
  const jo = await person('jo')
  await signIn(jo)
  expect(offered()).toBe(true)
  expect(await declinePasskey({}, form({ answer: 'later' }))).toEqual({ ok: true })
  expect(offered()).toBe(false)
  await signIn(jo)
  expect(offered()).toBe(false)
  const days = `select extract(day from "passkeyOfferAfter" - now())::int as days from "User" where id = $1`
  expect(await row(days, [jo.id])).toEqual({ days: 13 })
  await rows(`update "User" set "passkeyOfferAfter" = now() - interval '1 minute' where id = $1`, [jo.id])
  await signIn(jo)
  expect(offered()).toBe(true)
  await declinePasskey({}, form({ answer: 'never' }))
  await signIn(jo)
  expect(offered()).toBe(false)

  const kit = await person('kit')
  await givePasskey(kit)
  await signIn(kit)
  expect(offered()).toBe(false)
  const lou = await person('lou')
  await signIn(lou)
  expect(await add(new Authenticator())).toMatchObject({ ok: true })
  expect(offered()).toBe(false)
})
