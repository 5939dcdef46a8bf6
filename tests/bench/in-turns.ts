import { get } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { Pace } from './load'

export type Timed = { p50: number; p95: number; samples: number; bytes: number }

/** One request after another to each of several in turns, so that a noisy moment meets all of them. Milliseconds until the last byte. */
export async function inTurns<Name extends string>(
  asks: Record<Name, () => Promise<number>>,
  { samples, warmUp }: { samples: number; warmUp: number },
): Promise<Record<Name, Timed>> {
  const names = Object.keys(asks) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  const sizes = new Map<Name, number>()
  for (let turn = -warmUp; turn < samples; turn++) {
    for (const name of names) {
      const start = performance.now()
      sizes.set(name, await asks[name]())
      if (turn >= 0) times.get(name)?.push(performance.now() - start)
    }
  }
  return Object.fromEntries(
    names.map((name) => {
      const sorted = (times.get(name) ?? []).sort((a, b) => a - b)
      const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
      return [name, { p50: at(0.5), p95: at(0.95), samples, bytes: sizes.get(name) ?? 0 }]
    }),
  ) as Record<Name, Timed>
}

/** So many for each target: a p95 of few says little. */
export const samplesOf = ({ rounds }: Pace) => (rounds > 1 ? { samples: 200, warmUp: 20 } : { samples: 40, warmUp: 5 })

/** Fetches a page that has to be there; answers its length. */
export function page(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => {
      let bytes = 0
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length
      })
      answer.on('error', reject)
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url} answered ${answer.statusCode}.`)),
      )
    }).on('error', reject)
  })
}
