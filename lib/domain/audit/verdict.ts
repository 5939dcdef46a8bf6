import type { AuditFault, Verdict } from './verification'

const faults: Record<AuditFault, (sequence: string) => string> = {
  anchor: (sequence) => `The start of the chain, after event ${sequence}, is not where it was.`,
  gap: (sequence) => `Event ${sequence} does not follow the one before it: events are missing.`,
  link: (sequence) => `Event ${sequence} does not hold the hash of the one before it.`,
  hash: (sequence) => `Event ${sequence} is not what was written: its hash differs.`,
  detail: (sequence) => `The details of event ${sequence} are not what was written: their digest differs.`,
  head: (sequence) => `The end of the chain is not where it was: look at event ${sequence} and what follows.`,
}

const count = (events: number | string) => Number(events).toLocaleString('en')
const day = (date: Date) => date.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })

/** What a verification found, for a person. */
export function verdictSentence({ checked, erased, since, removed, broken }: Verdict): string {
  if (broken) return faults[broken.fault](broken.sequence)
  if (!since)
    return Number(removed) > 0 ? `All ${count(removed)} events were removed as old.` : 'There are no events yet.'
  return [
    `${count(checked)} ${checked === 1 ? 'event' : 'events'}, unbroken since ${day(since)}.`,
    ...(erased > 0 ? [`The details of ${count(erased)} were erased; their digests hold.`] : []),
    ...(Number(removed) > 0 ? [`${count(removed)} older ones were removed.`] : []),
  ].join(' ')
}
