import { dialog, type Scene, steps } from './scene'

const requests = '/o/[slug]/members/requests'
const workshop = ({ world }: { world: { workshop: { slug: string } } }) => `/o/${world.workshop.slug}/members`

export const accessScenes: Scene[] = [
  {
    name: 'access-asked',
    route: '/o/[slug]/settings/policies',
    as: 'viewer',
    path: '/o/acme/settings/policies',
    status: 403,
  },
  {
    name: 'access-owners-only',
    route: '/o/[slug]/settings/ownership',
    as: 'admin',
    path: '/o/acme/settings/ownership',
    status: 403,
  },
  { name: 'requests', route: requests, as: 'owner', path: '/o/acme/members/requests' },
  { name: 'requests-viewer', route: requests, as: 'viewer', path: '/o/acme/members/requests', status: 403 },
  {
    name: 'requests-none',
    route: requests,
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/members/requests`,
  },
  {
    name: 'requests-grant',
    route: requests,
    as: 'owner',
    path: '/o/acme/members/requests',
    act: steps(dialog(/^Grant/)),
  },
  {
    name: 'requests-decline',
    route: requests,
    as: 'owner',
    path: '/o/acme/members/requests',
    act: steps(dialog(/^Decline/)),
  },
  {
    name: 'requests-gone',
    route: requests,
    as: 'owner',
    path: '/o/acme/members/requests?do=grant&request=00000000-0000-4000-8000-000000000000',
    act: ({ page }) => page.getByRole('dialog').waitFor(),
  },
  {
    name: 'members-lent',
    route: '/o/[slug]/members',
    as: 'ines',
    path: workshop,
    act: steps(dialog('When the role of Nora Nowak ends')),
  },
  { name: 'members-ends', route: '/o/[slug]/members', as: 'ines', path: workshop },
  {
    name: 'members-end',
    route: '/o/[slug]/members',
    as: 'ines',
    path: workshop,
    act: steps(dialog('When the role of Theo Thorne ends')),
  },
]
