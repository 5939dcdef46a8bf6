import { accessScenes } from './scenes/access'
import { accountScenes } from './scenes/account'
import { auditLogScenes } from './scenes/audit-log'
import { domainScenes } from './scenes/domains'
import { frameScenes } from './scenes/frame'
import { invitationScenes } from './scenes/invitation'
import { invitationsScenes } from './scenes/invitations'
import { linkScenes } from './scenes/links'
import { mailboxScenes } from './scenes/mailbox'
import { memberScenes } from './scenes/members'
import { organizationsScenes } from './scenes/organizations'
import { policyScenes } from './scenes/policies'
import { projectScenes } from './scenes/projects'
import { roleScenes } from './scenes/roles'
import type { Scene } from './scenes/scene'
import { securityScenes } from './scenes/security'
import { settingsScenes } from './scenes/settings'
import { signInScenes } from './scenes/sign-in'
import { challengeScenes, twoFactorScenes } from './scenes/two-factor'

// Every page, and every state of it that looks different. tests/e2e/pages.spec.ts looks at each for accessibility, and
// `npm run screenshots` takes its picture. A page.tsx that no scene names fails the former.

export const scenes: Scene[] = [
  ...signInScenes,
  ...challengeScenes,
  ...invitationScenes,
  ...accountScenes,
  ...securityScenes,
  ...organizationsScenes,
  ...twoFactorScenes,
  ...frameScenes,
  ...projectScenes,
  ...memberScenes,
  ...accessScenes,
  ...invitationsScenes,
  ...linkScenes,
  ...roleScenes,
  ...settingsScenes,
  ...policyScenes,
  ...domainScenes,
  ...auditLogScenes,
  ...mailboxScenes,
]
