// Loaded into every process of the server that is measured: how late a timer is, 200 times a second, in a file of its own.
import { appendFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const folder = process.env.BENCH_EVENT_LOOP
const EVERY = 5

if (folder && isMainThread) {
  let last = performance.now()
  let late = []
  const tick = () => {
    const now = performance.now()
    late.push(Math.max(0, now - last - EVERY))
    last = now
    if (late.length === 200) {
      appendFileSync(`${folder}/${process.pid}.jsonl`, `${JSON.stringify({ at: Date.now(), late })}\n`)
      late = []
      last = performance.now()
    }
    setTimeout(tick, EVERY).unref()
  }
  tick()
}
