import type { ReviewLine } from '@/lib/access/action-state'
import { isWithin } from '@/lib/access/policies'
import type { Proofs } from '../members/proofs'
import { changed, type Rules } from './rules'

export type KeptOut = { userId: string; name: string; email: string; why: string; lacks: Lack[] }
/** What somebody has to have for it; where they are they change by going elsewhere. */
type Lack = 'secondFactor' | 'method'

/** Only by what changes: who is kept out already is not counted again. */
export function listKeptOut(people: Proofs[], before: Rules, after: Rules): KeptOut[] {
  const changes = changed(before, after)
  return people.flatMap(({ userId, name, email, secondFactor, methods, lastIp }) => {
    const reasons: string[] = []
    const lacks: Lack[] = []
    if (changes.includes('secondFactorFrom') && after.secondFactorFrom && !secondFactor) {
      reasons.push('has no second factor')
      lacks.push('secondFactor')
    }
    if (
      changes.includes('methods') &&
      after.methods.length > 0 &&
      !methods.some((one) => after.methods.includes(one))
    ) {
      reasons.push('has none of these ways to sign in')
      lacks.push('method')
    }
    if (changes.includes('networks') && after.networks.length > 0 && lastIp && !isWithin(after.networks, lastIp))
      reasons.push(`was last at ${lastIp}`)
    return reasons.length > 0 ? [{ userId, name, email, why: reasons.join(', '), lacks }] : []
  })
}

export function linesOf(keptOut: KeptOut[]): ReviewLine[] {
  const items = keptOut.slice(0, LISTED).map(({ name, email, why }) => `${name} (${email}) ${why}`)
  if (keptOut.length > LISTED) items.push(`${keptOut.length - LISTED} more`)
  const who = keptOut.length === 1 ? 'One person is' : `${keptOut.length} people are`
  return [{ tone: 'loss', text: `${who} kept out until they do something about it`, items }]
}

/** So many are named. */
const LISTED = 100
