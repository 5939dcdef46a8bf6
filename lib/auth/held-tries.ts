import { hold, type Limit, limits, refund } from '@/lib/access/rate-limit'
import { AppError } from '@/lib/errors'
import { HASHING } from '@/lib/parameters'
import { tooBusy } from './passwords/hashing'

// A try is counted before it is judged, or many at the same moment would get more guesses than one after the other. But
// fifty people of one office who sign in at nine o'clock have failed at nothing: whoever finds all places held by tries
// that nobody has judged yet waits for a verdict, and is refused only when those that were counted did fail.

type Line = { users: number; held: number; verdicts: number; waiting: (() => void)[] }

// one for the whole process: Next bundles this file more than once
const kept = globalThis as { atriumHeldTries?: Map<string, Line> }
kept.atriumHeldTries ??= new Map()
const lines = kept.atriumHeldTries

export type HeldTry = { counted: number; stands(): void; isTakenBack(): Promise<void> }

/** Counts a try of this subject until it is judged: then it stands, or is taken back. Throws TOO_MANY when enough have failed. */
export async function holdTry(name: Limit, subject: string): Promise<HeldTry> {
  const key = `${name}:${subject}`
  const line = lines.get(key) ?? { users: 0, held: 0, verdicts: 0, waiting: [] }
  lines.set(key, line)
  const leave = () => {
    if (--line.users === 0) lines.delete(key)
  }
  line.users++
  try {
    const counted = await take(line, name, subject)
    const isJudged = () => {
      giveWay(line)
      leave()
    }
    return { counted, stands: isJudged, isTakenBack: () => refund(name, subject).finally(isJudged) }
  } catch (error) {
    leave()
    throw error
  }
}

async function take(line: Line, name: Limit, subject: string): Promise<number> {
  for (;;) {
    const { verdicts } = line
    if (line.held < limits[name].points) {
      try {
        const counted = await hold(name, subject)
        line.held++
        return counted
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (line.verdicts !== verdicts) continue // one of those that were counted may have been taken back
        if (line.held === 0) throw error
      }
    }
    if (line.waiting.length >= HASHING.queue) throw tooBusy()
    await new Promise<void>((resolve) => line.waiting.push(resolve))
  }
}

/** Each verdict lets one of those who wait look again; after the last of them nobody is left to wait for. */
function giveWay(line: Line) {
  line.verdicts++
  line.held--
  for (const look of line.waiting.splice(0, line.held === 0 ? line.waiting.length : 1)) look()
}
