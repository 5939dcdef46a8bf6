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
  { name: 'audit-log-viewer', route: '/o/[slug]/audit-log', as: 'viewer', path: '/o/acme/audit-log', status: 403 },
]
