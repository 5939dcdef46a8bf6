import type { OrgAct } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { endOwnership, hasAnotherOwner, NEEDS_OWNER } from '../ownership/ownership'
import type { HeldPeople, Member } from './held'

export type Verdict = AppError | 'change' | 'as it is'

type Change = {
  judge: (target: Member) => Verdict
  /** Takes all of them at once, and says in the audit log what happened to each. */
  write: (people: Member[]) => Promise<void>
  says: { done: string; one: (name: string) => string; many: (count: number) => string; asItIs: string }
}

/**
 * What is done to one person is done to several: each is judged as if alone, under one lock and in one transaction. Whom a rule
 * protects stays as they are and is named with the reason; that takes nothing from the others. Owners go one after the other,
 * because each asks whether there is another one, and whoever acts goes last, as they could do nothing afterwards.
 */
export async function changeEach(
  ctx: OrgAct,
  { actor, people, missing }: HeldPeople,
  change: Change,
): Promise<Outcome> {
  const { judge, write, says } = change
  const verdicts = new Map(people.map((target) => [target, judge(target)]))
  const wanted = people.filter((target) => verdicts.get(target) === 'change')
  const others = wanted.filter(({ builtInRole }) => builtInRole !== 'owner')
  const owners = wanted.filter(({ builtInRole }) => builtInRole === 'owner')

  if (others.length > 0) await write(others)
  for (const owner of owners.sort((one, other) => Number(one.id === actor.id) - Number(other.id === actor.id))) {
    if (await hasAnotherOwner(ctx.db, owner.id)) {
      await endOwnership(ctx.db, owner.id)
      await write([owner])
    } else verdicts.set(owner, new AppError('CONFLICT', NEEDS_OWNER))
  }

  const refusals = [...verdicts.values()].filter((verdict) => verdict instanceof AppError)
  const done = people.filter((target) => verdicts.get(target) === 'change')
  const [first] = refusals
  if (first && refusals.length === people.length) throw refusalOfAll(first, refusals, people)

  const [only] = people
  if (only && people.length + missing === 1) {
    if (done.length === 0) return { ok: true, message: `${only.user.name} ${says.asItIs}.`, unchanged: true }
    return { ok: true, message: says.one(only.user.name) }
  }
  const results = people.map((target) => {
    const verdict = verdicts.get(target)
    const refused = verdict instanceof AppError
    const outcome = refused ? verdict.message : `${capital(verdict === 'change' ? says.done : says.asItIs)}.`
    return { subject: target.user.name, outcome, ok: !refused }
  })
  if (missing > 0) results.push({ subject: countOf(missing), outcome: NOTHING_HERE, ok: false })
  const message = done.length === 1 && done[0] ? says.one(done[0].user.name) : says.many(done.length)
  return { ok: true, message, results, ...(done.length === 0 && { unchanged: true }) }
}

/** Thrown, so that it is noted as a refusal. What one person is refused is said as it is. */
function refusalOfAll(first: AppError, refusals: AppError[], people: Member[]) {
  if (people.length === 1) return first
  const sentences = people.map(({ id, user }, index) => [id, [`${user.name}: ${refusals[index]?.message}`]])
  return new AppError(first.code, 'Nobody was changed.', { fieldErrors: Object.fromEntries(sentences) })
}

const countOf = (count: number) => (count === 1 ? 'One other' : `${count} others`)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
