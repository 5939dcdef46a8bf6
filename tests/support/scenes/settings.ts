import { dialog, type Scene, steps } from './scene'

export const settingsScenes: Scene[] = [
  { name: 'settings', route: '/o/[slug]/settings', as: 'owner', path: '/o/acme/settings' },
  { name: 'settings-viewer', route: '/o/[slug]/settings', as: 'viewer', path: '/o/acme/settings', status: 403 },
  {
    name: 'settings-delete',
    route: '/o/[slug]/settings',
    as: 'owner',
    path: '/o/acme/settings',
    act: steps(dialog('Delete organization')),
  },
  {
    name: 'settings-offered',
    route: '/o/[slug]/settings',
    as: 'ines',
    path: ({ world }) => `/o/${world.workshop.slug}/settings?offered`,
  },
  {
    name: 'ownership',
    route: '/o/[slug]/settings/ownership',
    as: 'owner',
    path: '/o/acme/settings/ownership',
    act: steps((page) => page.getByRole('radio').first().check()),
  },
  {
    name: 'ownership-open',
    route: '/o/[slug]/settings/ownership',
    as: 'ines',
    path: ({ world }) => `/o/${world.workshop.slug}/settings/ownership`,
  },
  {
    name: 'ownership-none',
    route: '/o/[slug]/settings/ownership',
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/settings/ownership`,
  },
  {
    name: 'ownership-offered',
    route: '/o/[slug]',
    as: 'tess',
    path: ({ world }) => `/o/${world.workshop.slug}`,
  },
  {
    name: 'organizations-ownership',
    route: '/account/organizations',
    as: 'tess',
    path: '/account/organizations',
  },
]
