import type { Page } from '@playwright/test'
import { AuthenticatorApp } from './authenticator-app'
import { row, rows } from './database'
import type { Scene } from './pages'
import { password } from './people'

// Scenes of the second factor. Theo has an app and a passkey, and nobody ever comes in as he; Tess sets one up; Nora gets one
// after she has come in.

/** A secret that opens for nobody: no scene types a code. */
export async function giveApp({ id }: { id: string }, codesLeft = 10) {
  await rows(
    `insert into "AuthenticatorApp" ("userId", secret, "confirmedAt") values ($1, 'v1.scene', now() - interval '40 days')
     on conflict do nothing`,
    [id],
  )
  await rows('delete from "RecoveryCode" where "userId" = $1', [id])
  for (let code = 0; code < codesLeft; code++)
    await row(
      'insert into "RecoveryCode" ("userId", digest) values ($1, gen_random_uuid()::text::bytea) returning id',
      [id],
    )
}

async function firstStep(page: Page, email: string) {
  await page.goto('/sign-in')
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
}

async function beginAs(page: Page, { id }: { id: string }) {
  await rows('delete from "AuthenticatorApp" where "userId" = $1', [id])
  await rows('update "Session" set "stepUpAt" = now() where "userId" = $1', [id])
  await page.reload()
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  await page.getByRole('img', { name: 'QR code' }).waitFor()
}

const challenge = (name: string, act: (page: Page) => Promise<unknown> = async () => {}): Scene => ({
  name: `two-factor-${name}`,
  route: '/sign-in/two-factor',
  path: '/sign-in',
  act: async ({ page, world }) => {
    await firstStep(page, world.people.theo.email)
    await act(page)
  },
})

const useRecoveryCode = (page: Page) => page.getByRole('link', { name: 'Use a recovery code' }).click()

export const challengeScenes: Scene[] = [
  challenge('challenge'),
  challenge('recovery', async (page) => {
    await useRecoveryCode(page)
    await page.getByLabel('Recovery code').waitFor()
  }),
  challenge('wrong', async (page) => {
    await useRecoveryCode(page)
    await page.getByLabel('Recovery code').fill('2345-6789')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('main').getByRole('alert').waitFor()
  }),
]

const settings = { route: '/account/security/two-factor', path: '/account/security/two-factor' }

export const twoFactorScenes: Scene[] = [
  { ...settings, name: 'two-factor-off', as: 'olive' },
  {
    ...settings,
    name: 'two-factor-set-up',
    as: 'tess',
    act: ({ page, world }) => beginAs(page, world.people.tess),
  },
  {
    ...settings,
    name: 'two-factor-codes',
    as: 'tess',
    act: async ({ page, world }) => {
      await beginAs(page, world.people.tess)
      const secret = ((await page.locator('code').textContent()) ?? '').replace(/\s/g, '')
      await page.getByLabel('Authentication code').fill(new AuthenticatorApp(secret).code())
      await page.getByRole('button', { name: 'Switch on', exact: true }).click()
      await page.getByRole('heading', { name: 'Save your recovery codes' }).waitFor()
    },
  },
  {
    ...settings,
    name: 'two-factor-on',
    as: 'nora',
    act: async ({ page, world }) => {
      await giveApp(world.people.nora, 2)
      await page.reload()
    },
  },
  {
    ...settings,
    name: 'two-factor-disable',
    as: 'nora',
    act: async ({ page, world }) => {
      await giveApp(world.people.nora, 2)
      await page.reload()
      await page.getByRole('button', { name: 'Switch off' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'security-two-factor',
    route: '/account/security',
    path: '/account/security',
    as: 'nora',
    act: async ({ page, world }) => {
      await giveApp(world.people.nora, 2)
      await page.reload()
    },
  },
]
