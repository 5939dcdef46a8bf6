import type { Page } from '@playwright/test'
import { AuthenticatorApp, giveApp } from '../authenticator-app'
import { rows } from '../database'
import { password } from '../people'
import type { Scene } from './scene'

// Scenes of the second factor. Theo has an app and a passkey, and nobody ever comes in as he; Tess sets one up; Nora gets one
// after she has come in.

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

const useRecoveryCode = (page: Page) => page.getByRole('button', { name: 'Use a recovery code' }).click()

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
