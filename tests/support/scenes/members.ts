import type { Page } from '@playwright/test'
import { click, dialog, type Scene, steps } from './scene'

async function tickSome(page: Page) {
  const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ })
  for (const one of [0, 2, 3]) await boxes.nth(one).check()
  await page.getByText('3 selected').last().waitFor()
}

export const memberScenes: Scene[] = [
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
  {
    name: 'members-selected',
    route: '/o/[slug]/members',
    as: 'owner',
    path: '/o/acme/members?sort=name',
    act: ({ page }) => tickSome(page),
  },
  {
    name: 'members-selected-role',
    route: '/o/[slug]/members',
    as: 'owner',
    path: '/o/acme/members?sort=name',
    act: async ({ page }) => {
      await tickSome(page)
      await dialog('Change role')(page)
    },
  },
  {
    name: 'members-selected-remove',
    route: '/o/[slug]/members',
    as: 'owner',
    path: '/o/acme/members?sort=name',
    act: async ({ page }) => {
      await tickSome(page)
      await dialog(/^Remove$/)(page)
    },
  },
]
