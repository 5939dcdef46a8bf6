import { safePath } from './safe-path'

type Landing = {
  /** The page that they came for. */
  next?: string | null
  organizations?: { id: string; slug: string }[]
  invitations?: unknown[]
  user?: { lastOrganizationId: string | null }
}

/**
 * Where somebody goes who has just signed in: the page that they came for; else the only organization, the last visited
 * one, or the choice of one. Without any the pending task is to get into one: by an invitation that waits, or a new one.
 */
export function landingPath({ next, organizations = [], invitations = [], user }: Landing): string {
  const wanted = safePath(next, '')
  if (wanted && !isSignIn(wanted)) return wanted
  const [first, ...others] = organizations
  if (!first) return invitations.length > 0 ? '/account/organizations' : '/new'
  const last = others.length === 0 ? first : organizations.find(({ id }) => id === user?.lastOrganizationId)
  return last ? `/o/${last.slug}` : '/account/organizations'
}

/** Would only send them on to here again. */
const isSignIn = (path: string) => /^\/sign-(in|up|out)\b/.test(path)
