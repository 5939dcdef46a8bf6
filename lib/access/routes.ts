import { headers } from 'next/headers'
import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { findCaller } from '@/lib/auth/context'
import { filePolicy } from '@/lib/auth/file-policy'
import { isSameOrigin } from '@/lib/auth/origin'
import { translate } from '@/lib/db/errors'
import { scopedTo } from '@/lib/db/scope'
import { env } from '@/lib/env'
import { AppError, type ErrorCode } from '@/lib/errors'
import { BODY_LIMIT } from '@/lib/parameters'
import { readRequest } from '@/lib/request'
import type { OrgAct, OrgContext, UserContext } from './context'
import { declareGate } from './entrance'
import { parseInput } from './input'
import { performInOrganization, readInOrganization } from './perform'
import type { Permission } from './permissions'
import { streamed, takeTurn, type Write } from './streams'

type Params = { params: Promise<{ slug: string }> }
type Handler = (request: NextRequest, params: Params) => Promise<Response>

/** A JSON list or object for whoever holds the permission. The query string is the input. */
export function orgRead<Schema extends z.ZodType, Data>(
  permission: Permission,
  schema: Schema,
  read: (ctx: OrgContext, input: z.output<Schema>) => Promise<Data>,
): Handler {
  async function handle(request: NextRequest, { params }: Params) {
    return respond(async () => {
      const { slug } = await params
      const caller = await findCaller(slug)
      if (!caller) throw new AppError('UNAUTHENTICATED', 'Please sign in.')
      const input = () => parseInput(schema, Object.fromEntries(request.nextUrl.searchParams))
      const { data } = await readInOrganization(caller, permission, await readRequest(), (ctx) => read(ctx, input()))
      return Response.json(data, { headers: unstored })
    })
  }
  return declareGate(handle, { kind: 'org', permission })
}

/** A JSON act for whoever holds the permission: same transaction, audit and refusals as a form's action. 201 with what the act answers. */
export function orgWrite<Schema extends z.ZodType, Data extends object>(
  permission: Permission,
  schema: Schema,
  act: (ctx: OrgAct, input: z.output<Schema>) => Promise<Data>,
): Handler {
  async function handle(request: NextRequest, { params }: Params) {
    return respond(async () => {
      if (!isSameOrigin(await headers(), env.APP_URL)) return problem(403, 'This request came from another site.')
      const body = await readBody(request)
      const { slug } = await params
      const data = await performInOrganization(slug, permission, () => parseInput(schema, body), act)
      return Response.json(data, { status: 201, headers: unstored })
    })
  }
  return declareGate(handle, { kind: 'org', permission })
}

/** What is answered while it is written: `file` is the name under which a browser keeps it. */
export type Streamed = { type: string; file?: string; unchanged?: true; write: Write }

/**
 * What is too much to be held in memory, for whoever holds the permission. `open` runs like an act: what it says happened is
 * committed before the first byte leaves, and what it answers is written at the reader's pace, in no transaction. What leaves
 * no trace says so, and is then also for whoever looks at the organization as another role; the others of these say to a person
 * who opens them meanwhile, on a page of its own, how to stop looking.
 */
export function orgStream<Schema extends z.ZodType>(
  permission: Permission,
  schema: Schema,
  open: (ctx: OrgAct, input: z.output<Schema>) => Promise<Streamed>,
  { leavesNoTrace }: { leavesNoTrace?: true } = {},
): Handler {
  async function handle(request: NextRequest, { params }: Params) {
    return respond(async () => {
      if (request.method !== 'GET') return problem(405, 'This can only be read.')
      // it leaves a trace and costs a lot, so another site's page does not start it
      if (!['same-origin', 'none', null].includes(request.headers.get('sec-fetch-site')))
        return problem(403, 'This request came from another site.')
      const { slug } = await params
      const query = Object.fromEntries(request.nextUrl.searchParams)
      let leave = () => {}
      try {
        const { type, file, write } = await performInOrganization(
          slug,
          permission,
          () => parseInput(schema, query),
          (ctx, input) => {
            leave() // of the try before this one
            leave = takeTurn()
            return open(ctx, input)
          },
          { leavesNoTrace },
        )
        return new Response(streamed(write, request.signal, leave), {
          headers: {
            ...unstored,
            'content-type': type,
            'content-security-policy': filePolicy,
            ...(file && { 'content-disposition': `attachment; filename="${file}"` }),
          },
        })
      } catch (error) {
        leave()
        const isOpened = request.headers.get('sec-fetch-dest') === 'document'
        if (error instanceof AppError && error.looking && isOpened) return seeOther(`/o/${slug}/only-looking`)
        throw error
      }
    })
  }
  return declareGate(handle, { kind: 'org', permission })
}

/** What belongs to whoever is signed in, in whatever form. */
export function userRead<Params>(read: (ctx: UserContext, params: Params) => Promise<Response>) {
  async function handle(_: NextRequest, { params }: { params: Promise<Params> }) {
    return respond(async () => {
      const caller = await findCaller(null)
      if (!caller) throw new AppError('UNAUTHENTICATED', 'Please sign in.')
      const { user, session } = caller
      const db = scopedTo({ userId: user.id })
      const answer = await read({ db, user, session, request: await readRequest() }, await params)
      answer.headers.set('cache-control', unstored['cache-control'])
      return answer
    })
  }
  return declareGate(handle, { kind: 'user' })
}

/** To a page of ours. */
const seeOther = (path: string) =>
  new Response(null, { status: 303, headers: { ...unstored, location: env.APP_URL + path } })

const unstored = { 'cache-control': 'private, no-store' }

const statuses: Record<ErrorCode, number> = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  STEP_UP: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
}

/** [RFC 9457] */
export function problem(
  status: number,
  detail: string,
  more: { retryAfter?: number; errors?: Record<string, string[]>; permission?: string } = {},
) {
  const { retryAfter, errors, permission } = more
  return Response.json(
    { type: 'about:blank', status, detail, ...(errors && { errors }), ...(permission && { permission }) },
    {
      status,
      headers: {
        ...unstored,
        'content-type': 'application/problem+json',
        ...(retryAfter && { 'retry-after': String(retryAfter) }),
      },
    },
  )
}

/** Answers an expected refusal as a problem; anything else is Next's to log and answer. */
export async function respond(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    const refusal = translate(error)
    if (!(refusal instanceof AppError)) throw error
    return problem(statuses[refusal.code], refusal.message, {
      retryAfter: refusal.retryAfter,
      errors: refusal.fieldErrors,
      permission: refusal.permission,
    })
  }
}

/** The JSON body; read in pieces so that a body without a declared length is not read past the limit. */
async function readBody(request: NextRequest): Promise<unknown> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of request.body ?? []) {
    size += piece.byteLength
    if (size > BODY_LIMIT) throw new AppError('TOO_LARGE', 'That is too large.')
    pieces.push(piece)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)))
  } catch {
    throw new AppError('BAD_INPUT', 'The body is not JSON.')
  }
}
