import { row } from '../database'
import type { World } from '../pages-world'
import { type Given, type Scene, unknown, type Who } from './scene'

/** Nobody signs in without a verified address; it can be taken away from somebody who is signed in. */
async function unverify({ page, world }: Given) {
  await row('update "User" set "emailVerified" = null where id = $1 returning id', [world.people.una.id])
  await page.reload()
}

const invitation = (name: keyof World['invitations'], as?: Who, more: Partial<Scene> = {}): Scene => ({
  name: `invitation-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  route: '/invite/[token]',
  as,
  path: ({ world }) => `/invite/${world.invitations[name]}`,
  ...more,
})

export const invitationScenes: Scene[] = [
  invitation('signedOut'),
  invitation('open', 'ivy'),
  invitation('open', 'nora', { name: 'invitation-wrong-account' }),
  invitation('unverified', 'una', { act: unverify }),
  invitation('expired'),
  invitation('revoked'),
  invitation('accepted'),
  invitation('member', 'ines'),
  invitation('unavailable', 'nora'),
  { name: 'invitation-unknown', route: '/invite/[token]', path: `/invite/${unknown}`, status: 404 },
]
