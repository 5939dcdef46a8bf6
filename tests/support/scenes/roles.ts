import { alert, click, fill, type Given, type Scene, steps } from './scene'

const lead = ({ world }: Given) => `/o/acme/roles/${world.roles.lead}`
/** The focus went down to the review; from the top nothing lies half under the bar of a phone. */
const reviewed = async (page: Given['page']) => {
  await page.getByText(/will no longer be able to/).waitFor()
  await page.evaluate(() => window.scrollTo(0, 0))
}

export const roleScenes: Scene[] = [
  { name: 'roles', route: '/o/[slug]/roles', as: 'owner', path: '/o/acme/roles' },
  { name: 'roles-no-match', route: '/o/[slug]/roles', as: 'owner', path: '/o/acme/roles?q=zeppelin' },
  { name: 'roles-viewer', route: '/o/[slug]/roles', as: 'viewer', path: '/o/acme/roles', status: 403 },
  { name: 'role-new', route: '/o/[slug]/roles/new', as: 'admin', path: '/o/acme/roles/new?from=owner' },
  {
    name: 'role-new-refused',
    route: '/o/[slug]/roles/new',
    as: 'owner',
    path: '/o/acme/roles/new',
    act: steps(fill('Role name', 'Admin'), click('Create role'), alert),
  },
  { name: 'role', route: '/o/[slug]/roles/[id]', as: 'owner', path: lead },
  {
    name: 'role-review',
    route: '/o/[slug]/roles/[id]',
    as: 'owner',
    path: lead,
    act: steps(
      (page) => page.getByLabel('Read the audit log', { exact: true }).check(),
      (page) => page.getByLabel('See who is in the organization', { exact: true }).uncheck(),
      click('Review changes'),
      reviewed,
    ),
  },
  { name: 'role-built-in', route: '/o/[slug]/roles/[id]', as: 'owner', path: '/o/acme/roles/admin' },
  {
    name: 'role-delete',
    route: '/o/[slug]/roles/[id]',
    as: 'owner',
    path: ({ world }) => `/o/acme/roles/${world.roles.auditor}`,
    act: steps(
      (page) => page.getByLabel('Move them to', { exact: true }).selectOption('viewer'),
      click('Review deletion'),
      reviewed,
    ),
  },
]
