import { row } from '../database'
import { click, type Given, heading, type Scene, steps } from './scene'

const route = '/o/[slug]'
const page = '/o/[slug]/settings/policies'

/** As the role page starts it; for the newest session of Olive. */
async function viewAsMember({ page, world }: Given) {
  await row(
    `insert into "RoleView" ("organizationId", "sessionId", "builtInRole", "expiresAt")
     select $1, id, 'member', now() + interval '1 hour' from "Session" where "userId" = $2 order by "createdAt" desc limit 1 returning id`,
    [world.engines.id, world.people.olive.id],
  )
  await page.reload()
  await page.getByText('You see this as Member.').first().waitFor()
  await row(`delete from "RoleView" where "organizationId" = $1 returning id`, [world.engines.id])
}

export const policyScenes: Scene[] = [
  { name: 'policies', route: page, as: 'owner', path: '/o/acme/settings/policies' },
  {
    name: 'policies-kept-out',
    route: page,
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/settings/policies`,
    act: steps(
      (page) => page.getByLabel('Everybody needs a second factor').check(),
      click('Save changes'),
      heading('Who would be kept out'),
    ),
  },
  {
    name: 'policy-second-factor',
    route,
    as: 'nora',
    path: ({ world }) => `/o/${world.guarded.secondFactor}`,
    status: 403,
    act: steps(heading('One more step.')),
  },
  { name: 'policy-method', route, as: 'nora', path: ({ world }) => `/o/${world.guarded.method}`, status: 403 },
  { name: 'policy-methods-off', route, as: 'nora', path: ({ world }) => `/o/${world.guarded.off}`, status: 403 },
  {
    name: 'policies-methods-off',
    route: page,
    as: 'ines',
    path: ({ world }) => `/o/${world.guarded.off}/settings/policies`,
  },
  { name: 'policy-network', route, as: 'nora', path: ({ world }) => `/o/${world.guarded.network}`, status: 403 },
  { name: 'policy-announced', route, as: 'nora', path: ({ world }) => `/o/${world.guarded.announced}` },
  {
    name: 'two-factor-demanded',
    route: '/account/security/two-factor',
    as: 'nora',
    path: ({ world }) => `/account/confirm?second-factor&next=/o/${world.guarded.secondFactor}`,
  },
  {
    name: 'sign-in-again',
    route: '/sign-in',
    as: 'nora',
    path: ({ world }) => `/sign-in?again=method&next=/o/${world.guarded.method}`,
  },
  {
    name: 'only-looking',
    route: '/o/[slug]/only-looking',
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/only-looking`,
    act: viewAsMember,
  },
  { name: 'viewing-as', route, as: 'olive', path: ({ world }) => `/o/${world.engines.slug}`, act: viewAsMember },
]
