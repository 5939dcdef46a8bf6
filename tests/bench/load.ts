import autocannon from 'autocannon'
import { cpuOf, listenerOn } from './cpu'
import { median } from './result'

export type Pace = { rounds: number; warmUp: number; seconds: number }
export type Target = { name: string; url: string; headers?: Record<string, string>; status: number }

/** `cpu`: ms of the server process for one request; absent where there is no /proc. */
export type Round = { perSecond: number; cpu?: number; p50: number; p97: number }
export type Load = Round & { rounds: Round[] }

const CONNECTIONS = 20

/** Load on one target after the other, round by round, so that a noisy minute meets all of them. Medians. */
export async function compare<Name extends string>(targets: (Target & { name: Name })[], pace: Pace) {
  for (const target of targets) await once(target, pace.warmUp)
  const rounds = new Map<Name, Round[]>(targets.map(({ name }) => [name, []]))
  for (let round = 0; round < pace.rounds; round++) {
    for (const target of targets) rounds.get(target.name)?.push(await once(target, pace.seconds))
  }
  return Object.fromEntries([...rounds].map(([name, all]) => [name, summed(all)])) as Record<Name, Load>
}

async function once({ name, url, headers, status }: Target, duration: number): Promise<Round> {
  const pid = listenerOn(Number(new URL(url).port))
  const before = cpuOf(pid)
  const result = await autocannon({ url, headers, duration, connections: CONNECTIONS })
  const after = cpuOf(pid)
  const answers = Object.entries(result.statusCodeStats ?? {})
  const others = answers.filter(([code]) => Number(code) !== status)
  if (others.length > 0 || result.errors > 0)
    throw new Error(
      `${name} answered ${others.map(([code, { count }]) => `${count} × ${code}`)}, ${result.errors} errors`,
    )
  const requests = result.requests.total
  return {
    perSecond: requests / result.duration,
    cpu: before === undefined || after === undefined ? undefined : (after - before) / requests,
    p50: result.latency.p50,
    p97: result.latency.p97_5,
  }
}

function summed(rounds: Round[]): Load {
  const of = (key: 'perSecond' | 'p50' | 'p97') => median(rounds.map((round) => round[key]))
  const cpu = rounds.flatMap((round) => round.cpu ?? [])
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p97: of('p97'),
    cpu: cpu.length > 0 ? median(cpu) : undefined,
    rounds,
  }
}

export function printLoad(name: string, { perSecond, cpu, p50, p97 }: Load) {
  const used = cpu === undefined ? '' : `, ${cpu.toFixed(2)} ms CPU each`
  console.log(`  ${name}: ${perSecond.toFixed(0)} requests/s${used}, p50 ${p50} ms, p97.5 ${p97} ms`)
}
