import type { Page } from '@playwright/test'
import { row } from './database'
import type { Mailbox } from './mailbox'
import { challengeScenes, twoFactorScenes } from './pages-two-factor'
import type { World } from './pages-world'
import { password } from './people'
import { plugIn } from './virtual-authenticator'

// Every page, and every state of it that looks different. tests/e2e/pages.spec.ts looks at each for accessibility, and
// `npm run screenshots` takes its picture. A page.tsx that no scene names fails the former.

/** Olive owns a new organization and a deleted one; Nora is in none; Ivy is invited; Una's address is not verified. */
export type Who = 'owner' | 'admin' | 'viewer' | 'olive' | 'nora' | 'ivy' | 'una' | 'ines' | 'tess'

type Given = { page: Page; world: World; mailbox: Mailbox }

export type Scene = {
  /** Of its picture: docs/screenshots/<name>-1280-dark.png. */
  name: string
  /** The page.tsx that it shows, without `app/` and groups: `/o/[slug]/members`. */
  route: string
  /** Nobody is signed in without it. */
  as?: Who
  path: string | ((given: Given) => string | Promise<string>)
  status?: number
  /** What a person does before the picture is taken. */
  act?: (given: Given) => Promise<unknown>
  /** Where it exists at one width only. */
  widths?: readonly (1280 | 320)[]
}

const click = (name: string) => async (page: Page) =>
  page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click()
const fill = (label: string | RegExp, value: string) => async (page: Page) =>
  page.getByLabel(label, { exact: true }).fill(value)
const steps =
  (...all: ((page: Page) => Promise<unknown>)[]) =>
  async ({ page }: Given) => {
    for (const step of all) await step(page)
  }
const heading = (name: string) => async (page: Page) => page.getByRole('heading', { name }).waitFor()
const alert = async (page: Page) => page.getByRole('main').getByRole('alert').first().waitFor()
const dialog = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}
const addAccount = async ({ page }: Given) => {
  await click('Account menu')(page)
  await click('Add account')(page)
  await page.waitForURL('**/sign-in?add')
}
const unknown = 'x'.repeat(43)

const before: Scene[] = [
  { name: 'landing', route: '/', path: '/' },
  { name: 'landing-signed-in', route: '/', as: 'owner', path: '/' },
  { name: 'sign-in', route: '/sign-in', path: '/sign-in' },
  { name: 'sign-in-signed-out', route: '/sign-in', path: '/sign-in?signed-out' },
  { name: 'sign-in-deleted', route: '/sign-in', path: '/sign-in?deleted' },
  { name: 'sign-in-problem', route: '/sign-in', path: '/sign-in?problem=known-address' },
  {
    name: 'sign-in-password',
    route: '/sign-in',
    path: '/sign-in',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), (page) =>
      page.getByLabel('Password', { exact: true }).waitFor(),
    ),
  },
  {
    name: 'sign-in-wrong',
    route: '/sign-in',
    path: '/sign-in',
    act: steps(
      fill('Email', 'ada@example.com'),
      click('Continue'),
      fill('Password', 'not the right one'),
      click('Sign in'),
      alert,
    ),
  },
  {
    name: 'sign-in-other-methods',
    route: '/sign-in',
    path: '/sign-in',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), (page) =>
      page.getByText('Use another method').click(),
    ),
  },
  { name: 'sign-in-link', route: '/sign-in/link', path: '/sign-in/link' },
  {
    name: 'sign-in-link-code',
    route: '/sign-in/link',
    path: '/sign-in',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), click('Email me a sign-in link'), (page) =>
      page.getByLabel('Authentication code').waitFor(),
    ),
  },
  { name: 'sign-in-link-over', route: '/sign-in/link', path: `/sign-in/link?token=${unknown}` },
  { name: 'sign-up', route: '/sign-up', path: '/sign-up' },
  {
    name: 'sign-up-refused',
    route: '/sign-up',
    path: '/sign-up',
    act: steps(
      fill('Name', 'Ada Lovelace'),
      fill('Email', 'ada'),
      fill('Password', 'short'),
      click('Create account'),
      alert,
    ),
  },
  {
    name: 'sign-up-sent',
    route: '/verify-email',
    path: '/sign-up',
    act: steps(
      fill('Name', 'Ada Lovelace'),
      fill('Email', 'ada@example.com'),
      fill('Password', password),
      click('Create account'),
      heading('Check your mail'),
    ),
  },
  { name: 'verify-email', route: '/verify-email', path: ({ world }) => `/verify-email?token=${world.verifyToken}` },
  { name: 'verify-email-over', route: '/verify-email', path: `/verify-email?token=${unknown}` },
  { name: 'forgot-password', route: '/forgot-password', path: '/forgot-password' },
  {
    name: 'forgot-password-sent',
    route: '/forgot-password',
    path: '/forgot-password',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), heading('Check your mail')),
  },
  {
    name: 'reset-password',
    route: '/reset-password',
    path: ({ world }) => `/reset-password?token=${world.resetToken}`,
  },
  { name: 'reset-password-over', route: '/reset-password', path: `/reset-password?token=${unknown}` },
  {
    name: 'undo-email-change',
    route: '/undo-email-change',
    path: ({ world }) => `/undo-email-change?token=${world.undoToken}`,
  },
  { name: 'undo-email-change-done', route: '/undo-email-change', path: '/undo-email-change?done' },
  { name: 'undo-email-change-over', route: '/undo-email-change', path: `/undo-email-change?token=${unknown}` },
  { name: 'not-found', route: '/', path: '/nowhere', status: 404 },
]

/** Nobody signs in without a verified address; it can be taken away from somebody who is signed in. */
async function unverify({ page, world }: Given) {
  await row('update "User" set "emailVerified" = null where id = $1 returning id', [world.people.una.id])
  await page.reload()
}

const invitation = (name: keyof World['invitations'], as?: Who, more: Partial<Scene> = {}): Scene => ({
  name: `invitation-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  route: '/invite/[token]',
  as,
  path: ({ world }) => `/invite/${world.invitations[name]}`,
  ...more,
})

const invitations: Scene[] = [
  invitation('signedOut'),
  invitation('open', 'ivy'),
  invitation('open', 'nora', { name: 'invitation-wrong-account' }),
  invitation('unverified', 'una', { act: unverify }),
  invitation('expired'),
  invitation('revoked'),
  invitation('accepted'),
  invitation('member', 'ines'),
  invitation('unavailable', 'nora'),
  { name: 'invitation-unknown', route: '/invite/[token]', path: `/invite/${unknown}`, status: 404 },
]

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

const account: Scene[] = [
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
  { name: 'organizations', route: '/account/organizations', as: 'owner', path: '/account/organizations' },
  { name: 'organizations-none', route: '/account/organizations', as: 'nora', path: '/account/organizations' },
  { name: 'organizations-invited', route: '/account/organizations', as: 'ivy', path: '/account/organizations' },
  {
    name: 'organizations-deleted',
    route: '/account/organizations',
    as: 'olive',
    path: '/account/organizations?deleted',
  },
  {
    name: 'organizations-leave',
    route: '/account/organizations',
    as: 'owner',
    path: '/account/organizations',
    act: steps(dialog('Leave Globex')),
  },
  { name: 'new', route: '/new', as: 'nora', path: '/new' },
  { name: 'new-invited', route: '/new', as: 'ivy', path: '/new' },
  {
    name: 'new-taken',
    route: '/new',
    as: 'nora',
    path: '/new',
    act: steps(fill('Organization name', 'Acme'), (page) => page.getByText('That address is taken.').waitFor()),
  },
]

const organization: Scene[] = [
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
  { name: 'projects', route: '/o/[slug]/projects', as: 'owner', path: '/o/acme/projects' },
  { name: 'projects-archived', route: '/o/[slug]/projects', as: 'owner', path: '/o/acme/projects?status=archived' },
  { name: 'projects-no-match', route: '/o/[slug]/projects', as: 'owner', path: '/o/acme/projects?q=zeppelin' },
  {
    name: 'projects-none',
    route: '/o/[slug]/projects',
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/projects`,
  },
  {
    name: 'projects-new',
    route: '/o/[slug]/projects',
    as: 'owner',
    path: '/o/acme/projects',
    act: steps(dialog('New project')),
  },
  {
    name: 'projects-new-refused',
    route: '/o/[slug]/projects',
    as: 'owner',
    path: '/o/acme/projects',
    act: steps(dialog('New project'), click('Create project'), (page) =>
      page.getByRole('dialog').getByRole('alert').waitFor(),
    ),
  },
  {
    name: 'project',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: ({ world }) => `/o/acme/projects/${world.project}`,
  },
  {
    name: 'project-archived',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: ({ world }) => `/o/acme/projects/${world.archivedProject}`,
  },
  {
    name: 'project-viewer',
    route: '/o/[slug]/projects/[id]',
    as: 'viewer',
    path: ({ world }) => `/o/acme/projects/${world.project}`,
  },
  {
    name: 'project-delete',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: ({ world }) => `/o/acme/projects/${world.project}`,
    act: steps(dialog('Delete')),
  },
  {
    name: 'project-unknown',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: '/o/acme/projects/00000000-0000-4000-8000-000000000000',
    status: 404,
  },
  { name: 'members', route: '/o/[slug]/members', as: 'owner', path: '/o/acme/members' },
  {
    name: 'members-changed',
    route: '/o/[slug]/members',
    as: 'admin',
    path: '/o/acme/members',
    act: ({ page }) =>
      page
        .getByLabel(/^Role of/)
        .first()
        .selectOption('viewer'),
  },
  { name: 'members-viewer', route: '/o/[slug]/members', as: 'viewer', path: '/o/acme/members' },
  { name: 'members-no-match', route: '/o/[slug]/members', as: 'owner', path: '/o/acme/members?q=zeppelin' },
  {
    name: 'members-alone',
    route: '/o/[slug]/members',
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/members`,
  },
  {
    name: 'members-invite',
    route: '/o/[slug]/members',
    as: 'owner',
    path: '/o/acme/members',
    act: steps(dialog('Invite people')),
  },
  {
    name: 'members-invited',
    route: '/o/[slug]/members',
    as: 'ines',
    path: ({ world }) => `/o/${world.initech.slug}/members`,
    act: steps(
      dialog('Invite people'),
      (page) =>
        page
          .getByRole('dialog')
          .getByLabel('Email addresses')
          .fill('grace@example.com, ada@example, linus@example.com,'),
      click('Send invitations'),
      (page) => page.getByRole('list', { name: 'What happened to each address' }).waitFor(),
    ),
  },
  {
    name: 'members-remove',
    route: '/o/[slug]/members',
    as: 'owner',
    path: '/o/acme/members',
    act: steps(dialog(/^Remove /)),
  },
  { name: 'invitations', route: '/o/[slug]/members/invitations', as: 'owner', path: '/o/acme/members/invitations' },
  {
    name: 'invitations-none',
    route: '/o/[slug]/members/invitations',
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/members/invitations`,
  },
  {
    name: 'invitations-copy',
    route: '/o/[slug]/members/invitations',
    as: 'owner',
    path: '/o/acme/members/invitations',
    act: steps(dialog(/^Copy link/)),
  },
  {
    name: 'invitations-viewer',
    route: '/o/[slug]/members/invitations',
    as: 'viewer',
    path: '/o/acme/members/invitations',
    status: 403,
  },
  { name: 'settings', route: '/o/[slug]/settings', as: 'owner', path: '/o/acme/settings' },
  { name: 'settings-viewer', route: '/o/[slug]/settings', as: 'viewer', path: '/o/acme/settings', status: 403 },
  {
    name: 'settings-delete',
    route: '/o/[slug]/settings',
    as: 'owner',
    path: '/o/acme/settings',
    act: steps(dialog('Delete organization')),
  },
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

/** Asks for a mail, and gives the address of its page. */
async function someMail({ page, world, mailbox }: Given) {
  const { email } = world.people.ivy
  await page.goto('/forgot-password')
  await fill('Email', email)(page)
  await click('Continue')(page)
  const { id } = await mailbox.next(email)
  return `/dev/mailbox/${id}?to=${email}`
}

const mail: Scene[] = [
  {
    name: 'mailbox',
    route: '/dev/mailbox',
    path: async (given) => {
      await someMail(given)
      return '/dev/mailbox'
    },
  },
  { name: 'mailbox-none', route: '/dev/mailbox', path: '/dev/mailbox?to=nobody@example.com' },
  { name: 'mailbox-mail', route: '/dev/mailbox/[id]', path: someMail },
  {
    name: 'mailbox-mail-text',
    route: '/dev/mailbox/[id]',
    path: async (given) => `${await someMail(given)}&view=text`,
  },
]

export const scenes: Scene[] = [
  ...before,
  ...challengeScenes,
  ...invitations,
  ...account,
  ...twoFactorScenes,
  ...organization,
  ...mail,
]
