import { row } from '../database'
import { plugIn } from '../virtual-authenticator'
import { dialog, type Scene, steps } from './scene'

export const securityScenes: Scene[] = [
  { name: 'security', route: '/account/security', as: 'owner', path: '/account/security' },
  {
    name: 'security-password',
    route: '/account/security',
    as: 'owner',
    path: '/account/security',
    act: steps(dialog('Change password')),
  },
  { name: 'security-passkeys', route: '/account/security', as: 'ines', path: '/account/security' },
  {
    name: 'security-passkey-rename',
    route: '/account/security',
    as: 'ines',
    path: '/account/security',
    act: steps(dialog(/^Rename/)),
  },
  {
    name: 'security-passkey-remove',
    route: '/account/security',
    as: 'ines',
    path: '/account/security',
    act: async ({ page }) => {
      await page
        .locator('#passkeys')
        .getByRole('button', { name: /^Remove/ })
        .first()
        .click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'passkey-offer',
    route: '/account',
    as: 'nora',
    path: '/account',
    act: async ({ page }) => {
      await plugIn(page)
      await page.reload()
      await page.getByRole('complementary', { name: 'Sign in faster next time' }).waitFor()
    },
  },
  { name: 'sessions', route: '/account/sessions', as: 'olive', path: '/account/sessions' },
  {
    name: 'sessions-end-others',
    route: '/account/sessions',
    as: 'olive',
    path: '/account/sessions',
    act: steps(dialog('Sign out everywhere else')),
  },
  {
    name: 'confirm',
    route: '/account/confirm',
    as: 'una',
    path: '/account/confirm?next=/account',
    act: async ({ page, world }) => {
      await row(`update "Session" set "provedAt" = now() - interval '1 hour' where "userId" = $1 returning id`, [
        world.people.una.id,
      ])
      await page.goto('/account/confirm?next=/account')
    },
  },
]
