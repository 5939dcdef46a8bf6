import { password } from '../people'
import { click, type Given, type Scene, steps } from './scene'

const addAccount = async ({ page }: Given) => {
  await click('Account menu')(page)
  await click('Add account')(page)
  await page.waitForURL('**/sign-in?add')
}

export const frameScenes: Scene[] = [
  { name: 'dashboard', route: '/o/[slug]', as: 'owner', path: '/o/acme' },
  { name: 'dashboard-viewer', route: '/o/[slug]', as: 'viewer', path: '/o/acme' },
  { name: 'dashboard-new', route: '/o/[slug]', as: 'olive', path: ({ world }) => `/o/${world.engines.slug}` },
  { name: 'dashboard-unknown', route: '/o/[slug]', as: 'nora', path: '/o/acme', status: 404 },
  {
    name: 'switcher',
    route: '/o/[slug]',
    as: 'owner',
    path: '/o/acme',
    act: ({ page }) => page.getByRole('button', { name: /^Switch organization/ }).click(),
  },
  {
    name: 'switcher-invited',
    route: '/account',
    as: 'ivy',
    path: '/account',
    act: ({ page }) => page.getByRole('button', { name: /^Switch organization/ }).click(),
  },
  { name: 'sign-in-add', route: '/sign-in', as: 'nora', path: '/account', act: addAccount },
  {
    name: 'account-menu-several',
    route: '/account/organizations',
    as: 'nora',
    path: '/account',
    act: async (given) => {
      await addAccount(given)
      const { page, world } = given
      await page.getByLabel('Email', { exact: true }).fill(world.people.ivy.email)
      await click('Continue')(page)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await click('Sign in')(page)
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
      await page.goto('/account/organizations')
      await click('Account menu')(page)
    },
  },
  { name: 'account-menu', route: '/o/[slug]', as: 'owner', path: '/o/acme', act: steps(click('Account menu')) },
  {
    name: 'navigation',
    route: '/o/[slug]',
    as: 'owner',
    path: '/o/acme',
    act: steps(click('Open navigation')),
    widths: [320],
  },
]
