import { expect, test, vi } from 'vitest'
import { signInWithPasskey } from '@/app/(auth)/sign-in/actions'
import { signUp } from '@/app/(auth)/sign-up/actions'
import { addPasskey, removePasskey } from '@/app/account/security/passkey-actions'
import { listPasskeys } from '@/lib/auth/passkeys/list'
import { as, asNobody } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { givePasskey } from '@/tests/support/passkeys'
import { password, person } from '@/tests/support/people'
import { visitor } from '@/tests/support/visitor'
import { trySignIn } from './auth-journeys'

vi.mock('@/lib/env', async (original) => {
  const real = await original<typeof import('@/lib/env')>()
  return { ...real, env: { ...real.env, AUTH_METHODS: 'password,link' } }
})

test('where passkeys are switched off nothing of them is there, whoever asks', async () => {
  const ada = await person('ada')
  await givePasskey(ada)
  const [{ id }] = (await rows<{ id: string }>('select id from "Passkey"')) as [{ id: string }]
  const nothing = { message: 'There is nothing here.' }
  asNobody()
  expect(await signInWithPasskey({}, form())).toMatchObject(nothing)
  expect(await signInWithPasskey({}, form({ credential: '{}' }))).toMatchObject(nothing)
  expect(await signUp({}, form({ name: 'Bea', email: 'bea@people.test', intent: 'passkey' }))).toMatchObject(nothing)
  expect(await trySignIn(ada.email, password)).toEqual({ redirectTo: '/new' })
  expect(visitor().cookies.has('passkey-offer')).toBe(false)
  await as(ada)
  await rows('update "Session" set "stepUpAt" = now()')
  expect(await addPasskey({}, form())).toMatchObject(nothing)
  expect(await removePasskey({}, form({ id }))).toMatchObject(nothing)
  expect(await listPasskeys(ada)).toBeNull()
})
