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
]
