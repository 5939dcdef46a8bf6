import { row } from '../database'
import { alert, click, dialog, fill, type Scene, steps, unknown } from './scene'

/** A copy of somebody's data that is being written, or lies there. */
const dataCopy = (state: string, who: 'nora' | 'ivy', progress: number): Scene => ({
  name: `account-data-${state}`,
  route: '/account',
  as: who,
  path: '/account',
  act: async ({ page, world }) => {
    await row(
      `insert into "DataExport" ("userId", progress, "finishedAt", "expiresAt")
       values ($1, $2::int, case $2::int when 100 then now() end, now() + interval '7 days') returning id`,
      [world.people[who].id, progress],
    )
    await page.goto('/account#data')
    await page.reload()
    await page.getByText(/^Your copy is/).waitFor()
  },
})

export const accountScenes: Scene[] = [
  { name: 'account', route: '/account', as: 'owner', path: '/account' },
  { name: 'account-addresses', route: '/account', as: 'olive', path: '/account?email=added' },
  {
    name: 'account-make-primary',
    route: '/account',
    as: 'olive',
    path: '/account',
    act: steps(dialog(/^Make primary/)),
  },
  {
    name: 'account-email',
    route: '/account/email',
    as: 'olive',
    path: ({ world }) => `/account/email?token=${world.addEmailToken}`,
  },
  { name: 'account-email-over', route: '/account/email', as: 'olive', path: `/account/email?token=${unknown}` },
  {
    name: 'account-refused',
    route: '/account',
    as: 'owner',
    path: '/account',
    act: steps(fill('Name', ' '), click('Save changes'), alert),
  },
  {
    name: 'account-picture',
    route: '/account',
    as: 'ines',
    path: '/account',
    act: async ({ page }) => {
      await page.getByLabel('Picture', { exact: true }).setInputFiles('public/apple-touch-icon.png')
      await click('Upload picture')(page)
      await page.getByRole('button', { name: 'Remove picture' }).waitFor()
    },
  },
  {
    name: 'account-picture-refused',
    route: '/account',
    as: 'nora',
    path: '/account',
    act: async ({ page }) => {
      await page.getByLabel('Picture', { exact: true }).setInputFiles('public/icon.svg')
      await click('Upload picture')(page)
      await alert(page)
    },
  },
  dataCopy('preparing', 'nora', 40),
  dataCopy('ready', 'ivy', 100),
  { name: 'account-delete-held', route: '/account/delete', as: 'owner', path: '/account/delete' },
  {
    name: 'account-delete',
    route: '/account/delete',
    as: 'ivy',
    path: '/account/delete',
    act: steps(fill(/^Type ivy/, 'ivy'), click('Delete my account'), alert),
  },
]
