import type { Scene } from './scene'

export const auditLogScenes: Scene[] = [
  { name: 'audit-log', route: '/o/[slug]/audit-log', as: 'owner', path: '/o/acme/audit-log' },
  {
    name: 'audit-log-open',
    route: '/o/[slug]/audit-log',
    as: 'owner',
    path: '/o/acme/audit-log?action=member.role_changed',
    act: ({ page }) => page.locator('summary').filter({ hasText: 'role' }).first().click(),
  },
  { name: 'audit-log-no-match', route: '/o/[slug]/audit-log', as: 'owner', path: '/o/acme/audit-log?actor=zeppelin' },
  {
    name: 'audit-log-verified',
    route: '/o/[slug]/audit-log',
    as: 'owner',
    path: '/o/acme/audit-log',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Verify', exact: true }).click()
      await page.getByText('unbroken since').waitFor()
    },
  },
  {
    name: 'audit-log-export',
    route: '/o/[slug]/audit-log',
    as: 'owner',
    path: '/o/acme/audit-log',
    act: ({ page }) => page.getByRole('button', { name: 'Export', exact: true }).click(),
  },
  { name: 'audit-log-refused', route: '/o/[slug]/audit-log/refused', as: 'owner', path: '/o/acme/audit-log/refused' },
  {
    name: 'audit-log-refused-none',
    route: '/o/[slug]/audit-log/refused',
    as: 'owner',
    path: '/o/acme/audit-log/refused?before=MjAwMC0wMS0wMVQwMDowMDowMC4wMDBaIDAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMCB4',
  },
  {
    name: 'audit-log-retention',
    route: '/o/[slug]/audit-log/retention',
    as: 'owner',
    path: '/o/acme/audit-log/retention',
  },
  { name: 'audit-log-viewer', route: '/o/[slug]/audit-log', as: 'viewer', path: '/o/acme/audit-log', status: 403 },
]
