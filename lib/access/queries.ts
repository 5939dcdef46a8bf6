import { permanentRedirect, redirect } from 'next/navigation'
import { cache } from 'react'
import { type Caller, findCaller } from '@/lib/auth/context'
import { listProviders } from '@/lib/auth/oauth/providers'
import { isDatabaseDown, translate } from '@/lib/db/errors'
import { scopedTo } from '@/lib/db/scope'
import { AppError, type Violated } from '@/lib/errors'
import { readRequest, requestedPath, setStatus } from '@/lib/request'
import { memberOf } from './authorize'
import type { OrgContext, UserContext } from './context'
import { readInOrganization } from './perform'
import { type BuiltInRole, can, catalogue, grantedBy, type Needed, type Permission, permissions } from './permissions'
import { announcementFor, violationOf } from './policies'

/**
 * `permission` in the catalogue's words, with `alternatives` that would do as well; `grantedBy` names roles. `policy` is what the
 * organization does not accept of this session.
 */
export type Refusal = {
  status: 403 | 404 | 503
  permission?: string
  alternatives?: string[]
  grantedBy?: BuiltInRole[]
  /** For asking in place: where, and for what. */
  missing?: { slug: string; permission: Permission }
  /** `here` is the page to come back to. */
  policy?: Violated & { here: string }
}

/** What this person may do here, as plain data for components. */
export type Abilities = Readonly<Record<Permission, boolean>>

type Seen<Data> = { data: Data; org: OrgContext['org']; actor: OrgContext['actor']; may: Abilities }

/** The caller of this request, asked once for a page and the layouts around it. `cache` works in server components only. */
const callerOf = cache(findCaller)

/** Signed-in people only; everybody else goes to sign in and comes back. */
async function requireCaller(slug: string | null): Promise<Caller> {
  const caller = await callerOf(slug)
  if (caller) return caller
  redirect(`/sign-in?next=${encodeURIComponent(requestedPath(slug ? `/o/${slug}` : '/account'))}`)
}

/**
 * What a page in an organization shows, for whoever holds the permission, or one of several. One per page. A refusal comes
 * back as data, with the status already set: return `<Refused {...seen.refusal} />`.
 */
export async function orgQuery<Data>(
  slug: string,
  needed: Needed,
  read: (ctx: OrgContext) => Promise<Data>,
): Promise<Seen<Data> | { refusal: Refusal }> {
  return refusing(async () => {
    const caller = await requireCaller(slug)
    if (caller.movedTo) permanentRedirect(requestedPath(`/o/${slug}`).replace(`/o/${slug}`, `/o/${caller.movedTo}`))
    const seen = await readInOrganization(caller, needed, await readRequest(), read)
    return { ...seen, may: abilitiesOf(seen.actor) }
  }, slug)
}

type Own<Data> = Pick<Caller, 'user' | 'session' | 'organizations' | 'invitations'> & { data: Data }

/** What a page of a signed-in person shows. There is nothing to refuse but that the database is down. */
export async function userQuery<Data>(
  read: (ctx: UserContext) => Promise<Data>,
): Promise<Own<Data> | { refusal: Refusal }> {
  return refusing(async () => {
    const { user, session, organizations, invitations } = await requireCaller(null)
    const data = await read({ db: scopedTo({ userId: user.id }), user, session, request: await readRequest() })
    return { data, user, session, organizations, invitations }
  })
}

/** While the database is down nobody is greeted: what needs to know who is calling says so by itself. */
async function callerIfUp(slug: string | null): Promise<Caller | null> {
  try {
    return await callerOf(slug)
  } catch (error) {
    if (isDatabaseDown(error)) return null
    throw error
  }
}

/** For the frame around an organization's pages: nothing at all for somebody who is no member. Never refuses; the page does. */
export async function orgFrame(slug: string) {
  const caller = await callerIfUp(slug)
  const member = caller && memberOf(caller)
  if (!member) return null
  const { user, session, organizations, invitations } = caller
  const { ip } = await readRequest()
  const isOwner = member.actor.builtInRole === 'owner'
  const isAccepted = violationOf(member.org.policy, { session, ip, isOwner }) === null
  const announced = announcementFor(member.org.policy, { session, isOwner })
  const may = isAccepted ? abilitiesOf(member.actor) : nothing
  return { ...member, user, organizations, invitations, may, announced }
}

/** For pages that anybody may see and that greet whoever is signed in. */
export async function findVisitor() {
  const caller = await callerIfUp(null)
  return (
    caller && {
      user: caller.user,
      session: caller.session,
      organizations: caller.organizations,
      invitations: caller.invitations,
    }
  )
}

const nothing = Object.fromEntries(permissions.map((permission) => [permission, false])) as Abilities

function abilitiesOf(actor: OrgContext['actor']): Abilities {
  return Object.fromEntries(permissions.map((permission) => [permission, can(actor, permission)])) as Abilities
}

async function refusing<Shown>(work: () => Promise<Shown>, slug?: string): Promise<Shown | { refusal: Refusal }> {
  try {
    return await work()
  } catch (error) {
    const refusal = refusalOf(translate(error), slug)
    if (!refusal) throw error
    setStatus(refusal.status)
    return { refusal }
  }
}

/** A provider is named as on its button; the other methods are worded by the page. */
function toShow(violated: Violated): Refusal['policy'] {
  const named = new Map(listProviders().map(({ id, name }) => [id, name]))
  const methods = violated.methods.map((id) => named.get(id) ?? id)
  return { ...violated, methods, here: requestedPath('/') }
}

function refusalOf(error: unknown, slug?: string): Refusal | null {
  if (!(error instanceof AppError)) return null
  if (error.violation) return { status: 403, policy: toShow(error.violation) }
  if (error.code === 'FORBIDDEN') {
    const permission = error.permission as Permission | undefined
    const alternatives = error.alternatives as Permission[] | undefined
    return {
      status: 403,
      permission: permission && catalogue[permission].says,
      ...(alternatives && { alternatives: alternatives.map((one) => catalogue[one].says) }),
      grantedBy: permission && grantedBy(permission, ...(alternatives ?? [])),
      ...(permission && slug && { missing: { slug, permission } }),
    }
  }
  if (error.code === 'UNAVAILABLE') return { status: 503 }
  // an id that is no id is nothing that we have
  return error.code === 'NOT_FOUND' || error.code === 'BAD_INPUT' ? { status: 404 } : null
}
