import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

type Entry = { value: string; ends: number }
type Reply = string | number | null | Reply[] | Error

/**
 * As much of Redis, on loopback, as a limit asks for: it speaks RESP2 [redis.io/docs/latest/develop/reference/protocol-spec]
 * and knows one script, the one that counts. `silent`: it lets everybody in and answers nothing.
 */
export async function startRedis({ silent = false } = {}) {
  const entries = new Map<string, Entry>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const answer = conversation(entries)
    let unread = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      if (silent) return
      unread = Buffer.concat([unread, chunk])
      for (let read = readCommand(unread); read; read = readCommand(unread)) {
        unread = unread.subarray(read.length)
        socket.write(write(answer(read.command)))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What one connection says, with what it has put off until EXEC. */
function conversation(entries: Map<string, Entry>) {
  let queued: string[][] | null = null
  return (command: string[]): Reply => {
    const name = command[0]?.toUpperCase()
    if (name === 'MULTI') {
      queued = []
      return 'OK'
    }
    if (name === 'EXEC') {
      const all = queued ?? []
      queued = null
      return all.map((one) => perform(entries, one))
    }
    if (!queued) return perform(entries, command)
    queued.push(command)
    return 'QUEUED'
  }
}

function perform(entries: Map<string, Entry>, [name = '', ...args]: string[]): Reply {
  const [key = '', value = ''] = args
  const entry = live(entries, key)
  switch (name.toUpperCase()) {
    case 'INFO':
      return 'redis_version:7.0.0\r\nloading:0'
    case 'CLIENT':
      return 'OK'
    case 'GET':
      return entry?.value ?? null
    case 'PTTL':
      return entry ? entry.ends - Date.now() : -2
    case 'SET':
      entries.set(key, { value, ends: Date.now() + Number(args[3]) * 1_000 })
      return 'OK'
    case 'DEL':
      return args.filter((one) => entries.delete(one)).length
    case 'EVALSHA':
      return new Error('NOSCRIPT No matching script.')
    case 'EVAL':
      return key.includes("redis.call('incrby'") ? count(entries, args.slice(2)) : new Error('ERR unknown script')
    default:
      return new Error(`ERR unknown command '${name}'`)
  }
}

/** The script of rate-limiter-flexible: counts, and begins the time at the first. */
function count(entries: Map<string, Entry>, [key = '', points, seconds]: string[]): Reply {
  const { value, ends } = live(entries, key) ?? { value: '0', ends: Date.now() + Number(seconds) * 1_000 }
  const counted = Number(value) + Number(points)
  entries.set(key, { value: String(counted), ends })
  return [counted, ends - Date.now()]
}

function live(entries: Map<string, Entry>, key: string) {
  const entry = entries.get(key)
  return entry && entry.ends > Date.now() ? entry : undefined
}

/** An array of bulk strings, if all of it has come. */
function readCommand(bytes: Buffer) {
  let at = 0
  const line = () => {
    const end = bytes.indexOf('\r\n', at)
    if (end < 0) return null
    const text = bytes.toString('latin1', at, end)
    at = end + 2
    return text
  }
  const size = line()
  if (size === null) return null
  const command: string[] = []
  for (let left = Number(size.slice(1)); left > 0; left--) {
    const length = line()
    if (length === null) return null
    const end = at + Number(length.slice(1))
    if (end + 2 > bytes.length) return null
    command.push(bytes.toString('utf8', at, end))
    at = end + 2
  }
  return { command, length: at }
}

function write(reply: Reply): string {
  if (reply === null) return '$-1\r\n'
  if (reply instanceof Error) return `-${reply.message}\r\n`
  if (typeof reply === 'number') return `:${reply}\r\n`
  if (Array.isArray(reply)) return `*${reply.length}\r\n${reply.map(write).join('')}`
  return reply === 'OK' || reply === 'QUEUED' ? `+${reply}\r\n` : `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`
}
