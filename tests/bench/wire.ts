import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { statementReader } from './statement-reader'

export type Traffic = { statements: string[]; trips: number }
export type Wire = Awaited<ReturnType<typeof wire>>

/**
 * A way to the database that counts: every statement that is executed, and every round trip, which begins when the client
 * writes after it has heard from the server. `delay` (ms, one way) puts a network in between.
 */
export async function wire(databaseUrl: string, { delay = 0 }: { delay?: number } = {}) {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  let seen: Traffic = { statements: [], trips: 0 }
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: Number(target.port), host: target.hostname, noDelay: true })
    const read = statementReader()
    let heard = true
    const toFar = later(delay, (piece) => far.write(piece))
    const toNear = later(delay, (piece) => {
      heard = true
      near.write(piece)
    })
    near.on('data', (piece) => {
      if (heard) seen.trips++
      heard = false
      seen.statements.push(...read(piece))
      toFar(piece)
    })
    far.on('data', toNear)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(databaseUrl)
  through.hostname = '127.0.0.1'
  through.port = String((server.address() as { port: number }).port)
  return {
    url: through.href,
    /** What passed since it was asked last. */
    take(): Traffic {
      const passed = seen
      seen = { statements: [], trips: 0 }
      return passed
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** In order, and to a tenth of a millisecond: timers know whole ones only. */
function later(delay: number, send: (piece: Buffer) => void) {
  if (delay === 0) return send
  const waiting: { due: number; piece: Buffer }[] = []
  const pump = () => {
    while (waiting[0] && waiting[0].due <= performance.now()) send((waiting.shift() as { piece: Buffer }).piece)
    if (waiting.length > 0) setImmediate(pump)
  }
  return (piece: Buffer) => {
    waiting.push({ due: performance.now() + delay, piece })
    if (waiting.length === 1) setImmediate(pump)
  }
}
