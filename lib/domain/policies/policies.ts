import { createHash } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { areAllOff, isWithin, kindOf } from '@/lib/access/policies'
import { isOffered, methods as knownMethods } from '@/lib/auth/methods'
import { lockOrganization } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { POLICY_IDLE, POLICY_LIFETIME, POLICY_NETWORKS } from '@/lib/parameters'
import { listProofs, type Proofs } from '../members/proofs'
import { linesOf, listKeptOut } from './kept-out'
import { noticePolicy } from './notice'
import { asksPeople, changed, none, type Rules, shown } from './rules'

const DAY = 86_400_000
export const graces = [0, 1, 7, 14, 30] as const

const ticked = z
  .string()
  .optional()
  .transform((value) => value !== undefined)

/** A number of minutes from the list; empty: ours. */
const minutes = (choices: readonly number[]) =>
  z
    .string()
    .optional()
    .transform((value) => (value ? Number(value) : null))
    .refine((value) => value === null || choices.includes(value), 'Choose one of the list.')

const networks = z
  .string()
  .optional()
  .transform((text) => [...new Set((text ?? '').split(/[\s,;]+/).filter(Boolean))])
  .superRefine((lines, ctx) => {
    const wrong = lines.filter((line) => toNetwork(line) === null)
    if (wrong.length > 0)
      ctx.addIssue({ code: 'custom', message: `That is no network: ${wrong.slice(0, 3).join(', ')}.` })
    if (lines.length > POLICY_NETWORKS)
      ctx.addIssue({ code: 'custom', message: `At most ${POLICY_NETWORKS} networks, please.` })
  })
  .transform((lines) => lines.flatMap((line) => toNetwork(line) ?? []))

const NOT_LISTED = 'Choose from the list.'

/** Every method is a box of its own, so that a form without JavaScript brings them back as they were. */
export const updatePoliciesSchema = z.preprocess(
  (fields) =>
    fields instanceof Object && {
      ...fields,
      methods: Object.keys(fields).flatMap((key) => (key.startsWith('method-') ? [key.slice('method-'.length)] : [])),
    },
  z.object({
    secondFactor: ticked,
    methods: z
      .array(z.string())
      .refine((chosen) => chosen.every((one) => Object.hasOwn(knownMethods, one)), NOT_LISTED),
    grace: z.coerce
      .number('Choose one of the list.')
      .refine((days) => graces.some((one) => one === days), 'Choose one of the list.')
      .default(0),
    sessionIdle: minutes(POLICY_IDLE),
    sessionLifetime: minutes(POLICY_LIFETIME),
    networks,
    inviters: z.enum(['permitted', 'owners'], 'Choose one of the list.'),
    linkMakers: z.enum(['permitted', 'owners', 'nobody'], 'Choose one of the list.'),
    reviewed: z.string().max(64).optional(),
  }),
)

type Input = z.output<typeof updatePoliciesSchema>
export async function getPolicies({ db, org }: Pick<OrgContext, 'db' | 'org'>): Promise<Rules> {
  return (await db.policy.findFirst({ where: { organizationId: org.id }, select: shown })) ?? none
}

/**
 * What is asked of everybody who enters. Whoever saves it must meet it, and whom it would keep out is listed before it is
 * saved: the same form is sent once more. A rule that needs something of people may be announced some days ahead.
 */
export async function updatePolicies(ctx: OrgAct, input: Input) {
  const { db, org, actor, audit } = ctx
  await lockOrganization(db, org.id)
  const before = await getPolicies(ctx)
  const after = rulesOf(input, before)
  requireMethods(after, before)
  const changes = changed(before, after)
  if (changes.length === 0) return { ok: true, message: 'Nothing was changed.', unchanged: true as const }
  // of everybody only where a rule asks something of them: in a large organization that is a long look
  const people = await listProofs(db, changes.some((rule) => asksPeople.has(rule)) ? null : [ctx.actor.userId])
  requireOwnWayIn(ctx, after, people)

  const keptOut = listKeptOut(people, before, after)
  const token = createHash('sha256')
    .update(JSON.stringify([typed(input), keptOut]))
    .digest('hex')
  if (keptOut.length > 0 && input.reviewed !== token)
    return { review: { token, lines: linesOf(keptOut) }, values: typed(input), unchanged: true as const }

  const data = { ...after, updatedAt: new Date() }
  await db.policy.upsert({ where: { organizationId: org.id }, create: data, update: data, select: { updatedAt: true } })
  const only = (rules: Rules) => Object.fromEntries(changes.map((rule) => [rule, rules[rule]]))
  await noticePolicy(db, { organizationId: org.id, byUserId: actor.userId, keptOut, rules: after })
  audit({ action: 'policy.changed', target: { id: org.id, name: org.name }, before: only(before), after: only(after) })
  return { ok: true, message: 'Saved. It holds from the next click of everybody on.' }
}

/** A rule keeps the day from which it holds; one that is new is announced for as long as was chosen. */
function rulesOf({ secondFactor, methods, grace, reviewed: _, ...rest }: Input, before: Rules): Rules {
  const from = new Date(Date.now() + grace * DAY)
  return {
    ...rest,
    secondFactorFrom: secondFactor ? (before.secondFactorFrom ?? from) : null,
    methods: [...methods].sort(),
    methodsFrom: methods.length > 0 ? (before.methodsFrom ?? from) : null,
  }
}

/** What was switched off since may stay on the list, and is not put onto it; and something of it has to be on. */
function requireMethods({ methods }: Rules, before: Rules) {
  const isListed = (method: string) => isOffered(method) || before.methods.includes(method)
  const sentence = methods.every(isListed) ? NONE_ON : NOT_LISTED
  if (methods.every(isListed) && !areAllOff(methods)) return
  throw new AppError('BAD_INPUT', 'Please check what you entered.', { fieldErrors: { methods: [sentence] } })
}

const NONE_ON = 'All of these are switched off on this site, so nobody could sign in: choose one that works.'

/** Nobody locks themself out, and with that perhaps everybody. */
function requireOwnWayIn({ actor, session, request }: OrgAct, after: Rules, people: Proofs[]) {
  const refuse = (field: string, sentence: string) => {
    throw new AppError('BAD_INPUT', 'With this you would lock yourself out.', { fieldErrors: { [field]: [sentence] } })
  }
  if (after.networks.length > 0 && !isWithin(after.networks, request.ip))
    refuse('networks', `You are at ${request.ip}, which is in none of these networks.`)
  if (after.methods.length > 0 && !after.methods.includes(kindOf(session.method)))
    refuse('methods', 'You did not sign in in one of these ways yourself. Do that first, then save.')
  const me = people.find(({ userId }) => userId === actor.userId)
  const isInForce = after.secondFactorFrom !== null && after.secondFactorFrom <= new Date()
  if (isInForce && !me?.secondFactor) refuse('secondFactor', 'You have no second factor yourself. Set one up first.')
}

/** The form as it was sent, for whoever has no JavaScript. */
function typed({ secondFactor, methods, networks, ...rest }: Input): Record<string, string> {
  return {
    ...(secondFactor && { secondFactor: 'on' }),
    ...Object.fromEntries(methods.map((id) => [`method-${id}`, 'on'])),
    networks: networks.join('\n'),
    grace: String(rest.grace),
    sessionIdle: String(rest.sessionIdle ?? ''),
    sessionLifetime: String(rest.sessionLifetime ?? ''),
    inviters: rest.inviters,
    linkMakers: rest.linkMakers,
  }
}

/** `203.0.113.7` is a network of one. Null for what is none. */
function toNetwork(line: string): string | null {
  try {
    const [address, bits] = line.includes('/')
      ? ipaddr.parseCIDR(line)
      : ([ipaddr.process(line), ipaddr.process(line).kind() === 'ipv4' ? 32 : 128] as const)
    return `${address.toString()}/${bits}`
  } catch {
    return null
  }
}
