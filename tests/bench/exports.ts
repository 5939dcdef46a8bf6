import { readFileSync } from 'node:fs'
import { row } from '@/tests/support/database'
import { tellHistory } from '@/tests/support/history'
import { newAddress } from '@/tests/support/visitor'
import { listenerOn } from './cpu'
import { atMost, type Finding, type Measurement, median, skipped } from './result'
import type { World } from './world'

const EVENTS = 100_000
const MB = 1_048_576
const HURRY = 20

/** A hundred thousand events, written to a file and verified. What does the server need for it, and when does the first byte come? */
export async function measureExports({ app, ownerCookie, pace }: World): Promise<Measurement> {
  process.env.TEST_SUPERUSER_URL = app.superuserUrl
  const { id } = await row<{ id: string }>(`select id from "Organization" where slug = 'acme'`)
  const actors = [await row<Person>(`select id, name, email from "User" where email = 'owner@acme.test'`)]
  await tellHistory(id, { actors, events: EVENTS, days: 0 })
  const pid = listenerOn(Number(new URL(app.url).port))
  const findings: Finding[] = []
  const raw: Record<string, Taken[]> = {}
  for (const what of ['csv', 'jsonl', 'verify']) {
    const take = () => download(`${app.url}/api/o/acme/audit-log/${what}`, ownerCookie, pid)
    await take() // what is loaded and compiled the first time
    const taken: Taken[] = []
    for (let round = 0; round < pace.rounds; round++) taken.push(await take())
    raw[what] = taken
    const of = (read: (one: Taken) => number) => median(taken.map(read))
    findings.push(
      pid
        ? atMost(
            `${what} of ${EVENTS} events: memory at its peak`,
            of(({ grown }) => grown / MB),
            50,
            'MB',
          )
        : skipped(`${what} of ${EVENTS} events: memory at its peak`, 'needs /proc'),
      atMost(
        `${what}: its first byte, as a part of the whole time`,
        of(({ first, whole }) => (100 * first) / whole),
        HURRY,
        '%',
      ),
    )
  }
  return { findings, raw }
}

type Person = { id: string; name: string; email: string }
type Taken = { first: number; whole: number; bytes: number; grown: number }

async function download(url: string, cookie: string, pid: number | undefined): Promise<Taken> {
  const before = memoryOf(pid)
  const start = performance.now()
  const answer = await fetch(url, { headers: { cookie, 'x-forwarded-for': newAddress() } })
  if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  let first = 0
  let bytes = 0
  let peak = before
  for await (const piece of answer.body) {
    first ||= performance.now() - start
    bytes += piece.byteLength
    peak = Math.max(peak, memoryOf(pid))
  }
  return { first, whole: performance.now() - start, bytes, grown: peak - before }
}

/** Bytes that the process holds in memory. */
function memoryOf(pid: number | undefined) {
  if (!pid) return 0
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1_024
}
