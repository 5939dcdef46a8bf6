import type { Page } from '@playwright/test'
import type { World } from '../pages-world'
import type { Scene, Who } from './scene'

// Invitations of many people, and links by which several join, in every state.

const link = (name: keyof Omit<World['links'], 'babbage' | 'crowded'>, as?: Who, more: Partial<Scene> = {}): Scene => ({
  name: `link-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  route: '/invite/[token]',
  as,
  path: ({ world }) => `/invite/${world.links[name]}`,
  ...more,
})

const opened: Scene[] = [
  link('open', undefined, { name: 'link-signed-out' }),
  link('open', 'nora'),
  link('domain', 'nora', { name: 'link-wrong-domain' }),
  link('open', 'ines', { name: 'link-member' }),
  link('expired'),
  link('revoked'),
  link('usedUp', 'nora'),
  link('full', 'nora'),
  link('unavailable', 'ivy'),
  {
    name: 'invitation-asked',
    route: '/invite/[token]',
    path: ({ world }) => `/invite/${world.invitations.expired}`,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Ask for a new one' }).click()
      await page.getByText('You asked for a new one.').waitFor()
    },
  },
]

const many = '/o/[slug]/members/invitations/many'
const links = '/o/[slug]/members/links'

const open = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).first().click()
  await page.getByRole('dialog').waitFor()
}

export const linkScenes: Scene[] = [
  ...opened,
  { name: 'invite-many', route: many, as: 'owner', path: '/o/acme/members/invitations/many' },
  {
    name: 'invite-many-done',
    route: many,
    as: 'ines',
    path: ({ world }) => `/o/${world.links.babbage.slug}/members/invitations/many`,
    act: async ({ page }) => {
      await page
        .getByLabel('Email addresses')
        .fill('name;e-mail\nAda;ada@workshop.example\nNobody;nobody\nGrace;grace@workshop.example')
      await page.getByRole('button', { name: 'Send invitations' }).click()
      await page.getByRole('list', { name: 'What happened to each address' }).waitFor()
    },
  },
  {
    name: 'invite-many-full',
    route: many,
    as: 'ines',
    path: ({ world }) => `/o/${world.links.crowded.slug}/members/invitations/many`,
  },
  {
    name: 'invite-many-viewer',
    route: many,
    as: 'viewer',
    path: '/o/acme/members/invitations/many',
    status: 403,
  },
  {
    name: 'links',
    route: links,
    as: 'ines',
    path: ({ world }) => `/o/${world.links.babbage.slug}/members/links`,
    act: ({ page }) => page.getByText('Who joined').first().click(),
  },
  { name: 'links-none', route: links, as: 'olive', path: ({ world }) => `/o/${world.engines.slug}/members/links` },
  {
    name: 'links-create',
    route: links,
    as: 'owner',
    path: '/o/acme/members/links',
    act: ({ page }) => open(page, 'Create link'),
  },
  {
    name: 'links-created',
    route: links,
    as: 'ines',
    path: ({ world }) => `/o/${world.initech.slug}/members/links`,
    act: async ({ page }) => {
      await open(page, 'Create link')
      await page.getByRole('dialog').getByRole('button', { name: 'Create link' }).click()
      await page.getByLabel('Link', { exact: true }).waitFor()
    },
  },
  {
    name: 'links-revoke',
    route: links,
    as: 'ines',
    path: ({ world }) => `/o/${world.links.babbage.slug}/members/links`,
    act: ({ page }) => open(page, 'Revoke'),
  },
  { name: 'links-viewer', route: links, as: 'viewer', path: '/o/acme/members/links', status: 403 },
]
