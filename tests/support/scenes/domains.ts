import { dialog, type Scene, steps } from './scene'

const domains = '/o/[slug]/settings/domains'
const requests = '/o/[slug]/members/requests'

export const domainScenes: Scene[] = [
  {
    name: 'domains',
    route: domains,
    as: 'ines',
    path: ({ world }) => `/o/${world.joining.labs.slug}/settings/domains`,
  },
  { name: 'domains-none', route: domains, as: 'owner', path: '/o/acme/settings/domains' },
  {
    name: 'domains-remove',
    route: domains,
    as: 'ines',
    path: ({ world }) => `/o/${world.joining.works.slug}/settings/domains`,
    act: steps(dialog(/^Remove/)),
  },
  {
    name: 'domains-joins',
    route: domains,
    as: 'ines',
    path: ({ world }) => `/o/${world.joining.works.slug}/settings/domains`,
    act: steps(dialog(/^Change who may join/)),
  },
  {
    name: 'join-requests',
    route: requests,
    as: 'ines',
    path: ({ world }) => `/o/${world.joining.labs.slug}/members/requests`,
  },
  { name: 'organizations-to-join', route: '/account/organizations', as: 'dora', path: '/account/organizations' },
  { name: 'new-or-join', route: '/new', as: 'dora', path: '/new' },
]
