// What a client says to PostgreSQL: one byte of kind, four of length, then the message. [PostgreSQL: Frontend/Backend Protocol]

/** Fed with what one connection writes, it tells which statements are executed, prepared ones included. */
export function statementReader() {
  const prepared = new Map<string, string>()
  const portals = new Map<string, string>()
  let rest = Buffer.alloc(0)
  let greeted = false // the first message has no kind

  return (piece: Buffer): string[] => {
    rest = Buffer.concat([rest, piece])
    const executed: string[] = []
    for (;;) {
      const from = greeted ? 1 : 0
      if (rest.length < from + 4) return executed
      const length = from + rest.readUInt32BE(from)
      if (rest.length < length) return executed
      const kind = greeted ? String.fromCharCode(rest[0] ?? 0) : ''
      const words = rest
        .subarray(from + 4, length)
        .toString('latin1')
        .split('\0')
      rest = rest.subarray(length)
      greeted = true
      const [first = '', second = ''] = words
      if (kind === 'Q') executed.push(first)
      else if (kind === 'P') prepared.set(first, second)
      else if (kind === 'B') portals.set(first, prepared.get(second) ?? '')
      else if (kind === 'E') executed.push(portals.get(first) ?? '')
    }
  }
}

/** BEGIN, COMMIT and the scope, which travel with the statement that they surround. */
export const isTransactionControl = (sql: string) => /^\s*(begin|commit|rollback|select set_config\()/i.test(sql)
