import type { TemplateName, TemplateProps } from '@/lib/email/templates'

const site = 'http://localhost:3999'
const request = { ip: '203.0.113.7', device: 'Chrome on macOS' }
const expiresAt = new Date('2099-12-01T14:05:00Z')
const at = new Date('2026-03-14T09:26:00Z')

export const token = 'Vt0K3nVt0K3nVt0K3nVt0K3nVt0K3nVt0K3nVt0K3nV'

/** One of each, as the product sends them. */
export const samples: TemplateProps = {
  'verify-email': { url: `${site}/verify-email?token=${token}`, expiresAt, request },
  'already-registered': { signInUrl: `${site}/sign-in`, resetUrl: `${site}/forgot-password`, request },
  'sign-in-link': { url: `${site}/sign-in/link?token=${token}`, code: 'K7M4PQ9X', expiresAt, request },
  'reset-password': { url: `${site}/reset-password?token=${token}`, expiresAt, request },
  'password-changed': { name: 'Ada Lovelace', request, at },
  invitation: {
    url: `${site}/invite/${token}`,
    organizationName: 'Acme',
    inviterName: 'Grace Hopper',
    roleName: 'Member',
    message: 'Welcome aboard.\nThe compiler is yours.',
    accent: 'teal',
    expiresAt,
  },
  ownership: {
    event: 'offered',
    name: 'Ada Lovelace',
    organizationName: 'Acme',
    otherName: 'Grace Hopper',
    becomes: 'admin',
    url: `${site}/account/organizations`,
    expiresAt,
  },
  domain: {
    event: 'failing',
    domain: 'acme.example',
    organizationName: 'Acme',
    at,
    url: `${site}/o/acme/settings/domains`,
  },
  'join-request': {
    event: 'asked',
    organizationName: 'Acme',
    personName: 'Ada Lovelace',
    email: 'ada@acme.example',
    url: `${site}/o/acme/members/requests`,
  },
  'invitation-asked': {
    url: `${site}/o/acme/members/invitations?q=ada%40people.test`,
    email: 'ada@people.test',
    organizationName: 'Acme',
    roleName: 'Member',
  },
  'access-asked': {
    name: 'Grace Hopper',
    askerName: 'Ada Lovelace',
    askerEmail: 'ada@people.test',
    organizationName: 'Acme',
    permissionSays: 'Read the audit log',
    note: 'The auditors come on Monday.\nI would show them around.',
    url: `${site}/o/acme/members/requests`,
  },
  'access-answered': {
    name: 'Ada Lovelace',
    answererName: 'Grace Hopper',
    organizationName: 'Acme',
    permissionSays: 'Read the audit log',
    roleName: 'Auditor',
    lastDay: '2099-12-01',
    followingName: 'viewer',
    url: `${site}/o/acme`,
  },
  'policy-ahead': {
    name: 'Ada Lovelace',
    organizationName: 'Acme',
    secondFactorFrom: '2099-12-01T14:05:00.000Z',
    methodsFrom: 'now',
    methods: ['A passkey', 'A mailed link, or the code in the same mail', 'Google'],
    url: `${site}/account/security`,
  },
  'role-ending': {
    event: 'soon',
    name: 'Ada Lovelace',
    organizationName: 'Acme',
    roleName: 'Auditor',
    followingName: 'viewer',
    lastDay: '2099-12-01',
    url: `${site}/o/acme`,
  },
  'new-sign-in': { request, at, method: 'password' },
  'sign-in-method-changed': {
    name: 'Ada Lovelace',
    change: 'added',
    method: 'Google account ada@people.test',
    request,
    at,
  },
  'second-factor-changed': { name: 'Ada Lovelace', change: 'recovery-code-used', left: 1, request, at },
  'step-up-code': { name: 'Ada Lovelace', code: 'K7M4PQ9X', expiresAt, request },
  'add-email': { account: 'ada@people.test', url: `${site}/account/email?token=${token}`, expiresAt, request },
  'email-changed': {
    name: 'Ada Lovelace',
    change: 'primary',
    email: 'ada@example.test',
    request,
    at,
    undoUrl: `${site}/undo-email-change?token=${token}`,
    expiresAt,
  },
  'data-copy-ready': { name: 'Ada Lovelace', at, expiresAt },
  'account-deleted': { name: 'Ada Lovelace', email: 'ada@people.test', request, at },
  'account-changed': { name: 'Ada Lovelace', change: 'disabled', at },
}

export const templateNames = Object.keys(samples) as TemplateName[]
