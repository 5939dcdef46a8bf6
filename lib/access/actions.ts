import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import { type Caller, findCaller } from '@/lib/auth/context'
import { isSameOrigin } from '@/lib/auth/origin'
import { safePath } from '@/lib/auth/safe-path'
import { requireStepUp } from '@/lib/auth/step-up/step-up'
import { translate } from '@/lib/db/errors'
import { type Db, enter, scopedTo } from '@/lib/db/scope'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { ipBucket, type RequestInfo, readRequest, setStatus } from '@/lib/request'
import { type ActionState, DRAWN_FOR } from './action-state'
import type { OrgAct, PublicContext, UserContext } from './context'
import { declareGate } from './entrance'
import { type Fields, keepValues, parseInput, readForm } from './input'
import { type On, type Outcome, performInOrganization } from './perform'
import type { Permission } from './permissions'
import { prepareInOrganization } from './prepare'
import { consume, forgivingOurFaults, type Limit } from './rate-limit'
import { requireCallerFor, transact } from './transact'

type Submit = (state: ActionState, form: FormData) => Promise<ActionState>
type OrgSubmit = (slug: string, state: ActionState, form: FormData) => Promise<ActionState>

type OrgOptions<Input, Resource> = {
  on?: On<Input, Resource>
  stepUp?: true
  /** Instead of `on`: what takes long, such as drawing a picture, is done before the transaction begins. */
  prepare?: (userId: string, input: Input) => Promise<Resource>
  /** As with userAction. */
  upload?: string
}

/**
 * An act inside an organization, for whoever holds the permission. With `{ on }` the gate loads the resource in scope first
 * and answers “There is nothing here.” if it is not visible.
 */
export function orgAction<Schema extends z.ZodType, Resource = undefined>(
  permission: Permission,
  schema: Schema,
  act: (ctx: OrgAct, input: z.output<Schema>, resource: Resource) => Promise<Outcome>,
  { on, stepUp, prepare, upload }: OrgOptions<z.output<Schema>, Resource> = {},
): OrgSubmit {
  async function submit(slug: string, _state: ActionState, form: FormData) {
    const work = async (fields: Fields, drawnFor?: string) => {
      const parse = () => parseInput(schema, fields)
      const prepared = prepare && (await prepareInOrganization(slug, permission, parse, prepare))
      const found = prepare ? async () => prepared ?? null : on
      return performInOrganization(slug, permission, parse, act, { on: found, stepUp, drawnFor })
    }
    return answer(form, work, upload)
  }
  return declareGate(submit, { kind: 'org', permission })
}

type UserOptions<Input, Prepared> = {
  stepUp?: true
  /** What takes long and needs no database, such as hashing, is done before the transaction begins, for who is signed in. */
  prepare?: (ctx: Omit<UserContext, 'db'>, input: Input) => Promise<Prepared>
  /** The field that holds a file. Such a form may be larger than others, and is posted to a page that the guard knows (lib/auth/guard.ts). */
  upload?: string
}

/**
 * An act of a signed-in person on what is theirs, in one transaction. With `{ stepUp }` it is done only by somebody who has
 * just proved that it is them: lib/auth/step-up/step-up.ts.
 */
export function userAction<Schema extends z.ZodType, Prepared = undefined>(
  schema: Schema,
  act: (ctx: UserContext, input: z.output<Schema>, prepared: Prepared) => Promise<Outcome>,
  { stepUp, prepare, upload }: UserOptions<z.output<Schema>, Prepared> = {},
): Submit {
  async function prepareFor(fields: Fields, request: RequestInfo, drawnFor?: string) {
    if (!prepare) return undefined
    const caller = requireCallerFor(drawnFor, await findCaller(null))
    const input = parseInput(schema, fields)
    if (stepUp) await requireStepUp(scopedTo({ identity: true }), caller)
    const { user, session } = caller
    return prepare({ user, session, request }, input)
  }
  async function submit(_state: ActionState, form: FormData) {
    const work = async (fields: Fields, drawnFor?: string) => {
      const request = await readRequest()
      const prepared = (await prepareFor(fields, request, drawnFor)) as Prepared
      const perform = async (tx: Db<'user'>, { user, session }: Caller) => {
        const input = parseInput(schema, fields)
        if (stepUp) await requireStepUp(await enter(tx, { identity: true }), { user, session })
        const db = await enter(tx, { userId: user.id })
        return act({ db, user, session, request }, input, prepared)
      }
      return transact(null, perform, drawnFor)
    }
    return answer(form, work, upload)
  }
  return declareGate(submit, { kind: 'user' })
}

/** An act of anybody, within a limit for each IP address. It gets no database: what a stranger may cause is decided in lib/auth. */
export function publicAction<Schema extends z.ZodType>(
  limit: Limit,
  schema: Schema,
  act: (ctx: PublicContext, input: z.output<Schema>) => Promise<Outcome>,
): Submit {
  async function submit(_state: ActionState, form: FormData) {
    return answer(form, async (fields, drawnFor) => {
      const request = await readRequest()
      await consume(limit, ipBucket(request.ip))
      return forgivingOurFaults(() => act({ request, drawnFor }, parseInput(schema, fields)))
    })
  }
  return declareGate(submit, { kind: 'public', limit })
}

/** Turns what an act said or threw into what the form shows. Anything unexpected is not caught: error.tsx has it, and the log. */
async function answer(
  form: unknown,
  work: (fields: Fields, drawnFor?: string) => Promise<Outcome>,
  upload?: string,
): Promise<ActionState> {
  const sent = await headers()
  let fields: Fields = {}
  let outcome: Outcome
  try {
    if (!isSameOrigin(sent, env.APP_URL)) {
      setStatus(403)
      throw new AppError('FORBIDDEN', 'This request came from another site.')
    }
    const { [DRAWN_FOR]: drawnFor, ...given } = readForm(form, upload)
    fields = given
    outcome = await work(fields, typeof drawnFor === 'string' ? drawnFor : undefined)
  } catch (error) {
    const refusal = translate(error)
    if (!(refusal instanceof AppError)) throw error
    if (refusal.code === 'UNAUTHENTICATED') redirect(signInPath(sent.get('referer')))
    if (refusal.code === 'TOO_LARGE') setStatus(413)
    const { message, fieldErrors, proofs } = refusal
    return { message, fieldErrors, values: keepValues(fields), ...(proofs && { stepUp: proofs }) }
  }
  const { redirectTo, unchanged, newFrame, afterCommit, leaveFor, ...state } = outcome
  await afterCommit?.()
  const away = redirectTo ?? (await leaveFor?.())
  if (away && newFrame) refresh()
  if (away) redirect(away)
  if (state.ok && !unchanged) refresh() // the page and the frame around it show what is true now
  return state
}

/** Back to the page whose form was sent, once signed in. */
function signInPath(referer: string | null) {
  const page = referer && URL.canParse(referer) ? new URL(referer) : null
  const next = page?.origin === new URL(env.APP_URL).origin ? safePath(page.pathname + page.search) : '/'
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`
}
