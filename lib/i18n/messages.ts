import account from './messages/en/account.json'
import audit from './messages/en/audit.json'
import auth from './messages/en/auth.json'
import domains from './messages/en/domains.json'
import errors from './messages/en/errors.json'
import invitations from './messages/en/invitations.json'
import mail from './messages/en/mail.json'
import marketing from './messages/en/marketing.json'
import members from './messages/en/members.json'
import orgs from './messages/en/orgs.json'
import ownership from './messages/en/ownership.json'
import policies from './messages/en/policies.json'
import projects from './messages/en/projects.json'
import roles from './messages/en/roles.json'
import secondFactor from './messages/en/second-factor.json'
import security from './messages/en/security.json'
import sessions from './messages/en/sessions.json'
import shell from './messages/en/shell.json'
import social from './messages/en/social.json'
import stepUp from './messages/en/step-up.json'

const en = {
  account,
  audit,
  auth,
  domains,
  errors,
  invitations,
  mail,
  marketing,
  members,
  orgs,
  ownership,
  policies,
  projects,
  roles,
  security,
  sessions,
  shell,
  social,
  secondFactor,
  stepUp,
}

export type Messages = typeof en

/** A second locale is a second folder of the same files, and a second line here: the type demands every key. */
export const messages = { en } satisfies Record<string, Messages>
