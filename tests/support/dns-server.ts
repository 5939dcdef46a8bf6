import { createSocket, type RemoteInfo } from 'node:dgram'

// A name server on this machine, as small as one can be [RFC 1035 §4]: it knows the text records that a test gives it, says
// NXDOMAIN for every other name, and can be told to fail or to stay silent.

type Zone = string[][] | 'nothing' | 'broken' | 'refused' | 'silent'
export type DnsServer = Awaited<ReturnType<typeof startDnsServer>>

const TXT = 16
const codes = { ok: 0, broken: 2, noName: 3, refused: 5 }

export async function startDnsServer(port = 0) {
  const zones = new Map<string, Zone>()
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const question = readQuestion(query)
    asked.push(question.name)
    const zone = zones.get(question.name)
    if (zone === 'silent') return
    const code =
      zone === undefined
        ? codes.noName
        : zone === 'broken'
          ? codes.broken
          : zone === 'refused'
            ? codes.refused
            : codes.ok
    const records = Array.isArray(zone) && question.type === TXT ? zone : []
    socket.send(answer(query, question.end, code, records), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    /** A record is one text, or the pieces that it is sent in. */
    set(name: string, records: Exclude<Zone, string[][]> | (string | string[])[]) {
      zones.set(name, typeof records === 'string' ? records : records.map((record) => [record].flat()))
    },
    clear: (name: string) => zones.delete(name),
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}

function readQuestion(query: Buffer) {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** The query's own header and question, then each record, whose name points back to the question. */
function answer(query: Buffer, end: number, code: number, records: string[][]) {
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180 | code, 2) // an answer, recursion available
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat([header, query.subarray(12, end), ...records.map(textRecord)])
}

function textRecord(pieces: string[]) {
  const data = Buffer.concat(
    pieces.map((piece) => Buffer.concat([Buffer.from([Buffer.byteLength(piece)]), Buffer.from(piece)])),
  )
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(TXT, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(0, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}
