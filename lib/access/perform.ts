import type { Caller } from '@/lib/auth/context'
import { requireStepUp } from '@/lib/auth/step-up/step-up'
import { type Db, enter, scopedTo } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { logFor } from '@/lib/log'
import { type RequestInfo, readRequest } from '@/lib/request'
import type { ActionState } from './action-state'
import { type AuditEntry, appendAudit } from './audit'
import { allOf, authorize, authorizeAct, memberOf } from './authorize'
import type { OrgAct, OrgContext } from './context'
import type { Needed, Permission } from './permissions'
import { noteRefusal } from './refusals'
import { transact } from './transact'

/**
 * What an act answers. It never throws a redirect: that would roll back. `unchanged` says that there is nothing to audit;
 * `afterCommit` sets the cookies that go with what is now in the database; `leaveFor` finds out where to go, when that takes
 * a look at the network.
 */
export type Outcome = ActionState & {
  redirectTo?: string
  unchanged?: true
  /** The frame around the pages looks different from now on: a redirect within it draws it anew. */
  newFrame?: true
  afterCommit?: () => Promise<void>
  leaveFor?: () => Promise<string>
}

/** How an act begins once its input is known: the resource it is about, or null if this actor cannot see it. */
export type On<Input, Resource> = (ctx: OrgContext, input: Input) => Promise<Resource | null>

type Options<Input, Resource> = {
  on?: On<Input, Resource>
  stepUp?: true
  drawnFor?: string
  /** It only reads, so that it is also for whoever only looks. */
  leavesNoTrace?: true
}

/**
 * One act in one organization, for forms and handlers alike. In one transaction: session → membership → permission → into
 * the organization → the act → its audit rows → commit. A refusal rolls everything back, and no mail leaves.
 */
export async function performInOrganization<Input, Resource, Result extends { unchanged?: true }>(
  slug: unknown,
  permission: Permission,
  parse: () => Input,
  act: (ctx: OrgAct, input: Input, resource: Resource) => Promise<Result>,
  { on, stepUp, drawnFor, leavesNoTrace }: Options<Input, Resource> = {},
): Promise<Result> {
  if (typeof slug !== 'string') throw new AppError('NOT_FOUND', NOTHING_HERE)
  const request = await readRequest()
  let caller: Caller | undefined
  let facts: AuditEntry[] = []
  try {
    const perform = async (tx: Db<'user'>, found: Caller) => {
      caller = found
      const { session } = found
      const { org, actor } = (leavesNoTrace ? authorize : authorizeAct)(found, permission, request)
      const input = parse()
      if (stepUp) await requireStepUp(await enter(tx, { identity: true }), found)
      const db = await enter(tx, { organizationId: org.id })
      const entries: AuditEntry[] = []
      facts = entries
      const ctx: OrgAct = { db, org, actor, session, request, audit: (entry) => entries.push(entry) }
      const resource = on ? await on(ctx, input) : undefined
      if (resource === null) throw new AppError('NOT_FOUND', NOTHING_HERE)
      const result = await act(ctx, input, resource as Resource)
      if (entries.length > 0) await appendAudit(db, { ...actor, sessionId: session.id }, request, entries)
      else if (!result.unchanged)
        throw new Error(`An act that needs ${permission} left no audit row: call ctx.audit().`)
      return result
    }
    const done = await transact(slug, perform, drawnFor)
    logOf(caller, request).info({ permission, facts: facts.map(({ action }) => action) }, 'an act')
    return done
  } catch (error) {
    if (error instanceof AppError) logOf(caller, request).info({ permission, code: error.code }, 'an act was refused')
    if (caller) await noteIfRefused(error, caller, permission, request)
    throw error
  }
}

/** One page's or handler's reads, each in the organization's scope, without a transaction around them. */
export async function readInOrganization<Data>(
  caller: Caller,
  needed: Needed,
  request: RequestInfo,
  read: (ctx: OrgContext) => Promise<Data>,
) {
  try {
    const { org, actor } = authorize(caller, needed, request)
    const data = await read({ db: scopedTo({ organizationId: org.id }), org, actor, session: caller.session, request })
    return { data, org, actor }
  } catch (error) {
    await noteIfRefused(error, caller, allOf(needed)[0], request)
    throw error
  }
}

const logOf = (caller: Caller | undefined, request: RequestInfo) =>
  logFor({ requestId: request.id, userId: caller?.user.id, orgId: caller?.org?.id })

async function noteIfRefused(error: unknown, caller: Caller, permission: Permission, request: RequestInfo) {
  const member = memberOf(caller)
  if (!member || !(error instanceof AppError) || error.code !== 'FORBIDDEN') return
  await noteRefusal({
    organizationId: member.org.id,
    actorId: caller.user.id,
    sessionId: caller.session.id,
    permission: error.violation ? `policy:${error.violation.kind}` : (error.permission ?? permission),
    request,
  })
}
