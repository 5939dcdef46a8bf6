import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { beginPasskeyProof, verifyPasskeyProof } from '@/lib/auth/passkeys/proof'
import { inTransaction } from '@/lib/db/scope'
import { Authenticator } from '@/tests/support/authenticator'
import { row, rows } from '@/tests/support/database'
import { givePasskey } from '@/tests/support/passkeys'
import { type Person, person } from '@/tests/support/people'

type Purpose = 'second_factor' | 'step_up'

const asked = (who: Person, boundTo: string, purpose: Purpose = 'step_up') => ({ purpose, userId: who.id, boundTo })

async function begin(who: Person, boundTo: string, purpose?: Purpose) {
  const ceremony = await beginPasskeyProof(asked(who, boundTo, purpose))
  if (!ceremony) throw new Error(`${who.name} has no passkey.`)
  return ceremony.request
}

const verify = (who: Person, boundTo: string, response: unknown, purpose?: Purpose) =>
  inTransaction({ identity: true }, (db) => verifyPasskeyProof(db, { ...asked(who, boundTo, purpose), response }))

test('ada proves with her passkey that it is her: asked for hers only, verified, and its use is noted', async () => {
  const ada = await person('ada')
  const session = randomUUID()
  expect(await beginPasskeyProof(asked(ada, session))).toBeNull()
  const key = await givePasskey(ada)
  const request = await begin(ada, session)
  expect(request).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  expect(request.allowCredentials?.map(({ id }) => id)).toEqual([key.id.toString('base64url')])
  expect(Buffer.from(request.challenge, 'base64url')).toHaveLength(32)
  expect(await verify(ada, session, key.get(request))).toBe(true)
  expect(await row('select "lastUsedAt" from "Passkey" where "userId" = $1', [ada.id])).toEqual({
    lastUsedAt: expect.any(Date),
  })
})

test('an answer is worth something once, also of twenty at the same moment', async () => {
  const bea = await person('bea')
  const key = await givePasskey(bea)
  const request = await begin(bea, 'a session')
  const answer = key.get(request)
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => verify(bea, 'a session', answer)))
  expect(answers.filter((one) => one.status === 'fulfilled' && one.value)).toHaveLength(1) // a busy database refuses some
  expect(await verify(bea, 'a session', answer)).toBe(false)
})

test('a wrong answer uses the challenge up as well', async () => {
  const cleo = await person('cleo')
  const key = await givePasskey(cleo)
  const request = await begin(cleo, 'a session')
  expect(await verify(cleo, 'a session', new Authenticator().get(request))).toBe(false)
  expect(await rows('select id from "PasskeyChallenge" where "userId" = $1', [cleo.id])).toEqual([])
  expect(await verify(cleo, 'a session', key.get(request))).toBe(false)
})

test('it holds for one session, one purpose, one person and five minutes', async () => {
  const dora = await person('dora')
  const eve = await person('eve')
  const [key, eves] = [await givePasskey(dora), await givePasskey(eve)]
  const fresh = () => begin(dora, 'her session')
  expect(await verify(dora, 'another session', key.get(await fresh()))).toBe(false)
  expect(await verify(dora, 'her session', key.get(await fresh()), 'second_factor')).toBe(false)
  expect(await verify(eve, 'her session', eves.get(await fresh()))).toBe(false)
  expect(await verify(dora, 'her session', eves.get(await fresh()))).toBe(false)
  const late = await fresh()
  await rows(`update "PasskeyChallenge" set "expiresAt" = now() - interval '1 second'`)
  expect(await verify(dora, 'her session', key.get(late))).toBe(false)
  expect(await verify(dora, 'her session', key.get({ ...late, challenge: 'x'.repeat(43) }))).toBe(false)
  expect(await verify(dora, 'her session', key.get(await fresh()))).toBe(true)
})

test.each([
  ['made at another origin', { origin: 'http://localhost:4000' }],
  ['made at a site that looks like ours', { origin: 'http://localhost:3999.evil.test' }],
  ['made for another host', { rpId: 'evil.test' }],
  ['made in a frame', { crossOrigin: true }],
  ['of a creation', { type: 'webauthn.create' }],
  ['whose holder was not verified', { verified: false }],
  ['with the handle of somebody else', { userHandle: 'A'.repeat(22) }],
  ['of a passkey that was synced and is not any more', { backupEligible: false }],
])('an answer %s proves nothing', async (_what, twist) => {
  const fay = await person('fay')
  const key = await givePasskey(fay)
  expect(await verify(fay, 's', key.get(await begin(fay, 's'), twist))).toBe(false)
  expect(await verify(fay, 's', key.get(await begin(fay, 's')))).toBe(true)
})

test('what no browser sends proves nothing', async () => {
  const gil = await person('gil')
  const key = await givePasskey(gil)
  const good = JSON.parse(key.get(await begin(gil, 's')))
  const bad = { ...good, response: { ...good.response, signature: good.response.signature.slice(0, -4) } }
  for (const response of [undefined, '', '{}', 'null', '[]', 'x'.repeat(70_000), good, JSON.stringify(bad)])
    expect(await verify(gil, 's', response)).toBe(false)
})

test('a key on one device that counts backwards is a copy; synced passkeys do not count', async () => {
  const hal = await person('hal')
  const stick = await givePasskey(hal, new Authenticator({ synced: false, counts: true }))
  expect(await verify(hal, 's', stick.get(await begin(hal, 's')))).toBe(true)
  expect(await verify(hal, 's', stick.get(await begin(hal, 's'), { counter: 7 }))).toBe(true)
  expect(await verify(hal, 's', stick.get(await begin(hal, 's'), { counter: 7 }))).toBe(false)
  expect(await verify(hal, 's', stick.get(await begin(hal, 's'), { counter: 3 }))).toBe(false)
  expect(await verify(hal, 's', stick.get(await begin(hal, 's'), { counter: 8 }))).toBe(true)

  const ina = await person('ina')
  const synced = await givePasskey(ina)
  for (const counter of [0, 0, 9, 4, 0])
    expect(await verify(ina, 's', synced.get(await begin(ina, 's'), { counter }))).toBe(true)
  const jo = await person('jo')
  const still = await givePasskey(jo, new Authenticator({ synced: false })) // many sticks never count
  for (let use = 0; use < 2; use++) expect(await verify(jo, 's', still.get(await begin(jo, 's')))).toBe(true)
})

test('somebody who is disabled proves nothing', async () => {
  const kit = await person('kit')
  const key = await givePasskey(kit)
  const request = await begin(kit, 's')
  await rows('update "User" set "disabledAt" = now() where id = $1', [kit.id])
  expect(await verify(kit, 's', key.get(request))).toBe(false)
})
