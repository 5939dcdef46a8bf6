import { dialog, fill, type Scene, steps } from './scene'

export const organizationsScenes: Scene[] = [
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
