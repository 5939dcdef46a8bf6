import { dialog, type Scene, steps } from './scene'

export const invitationsScenes: Scene[] = [
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
]
