import { styleText } from 'node:util'
import pino, { type DestinationStream, type Logger } from 'pino'
import { redact, redactText } from './redact'

type Ids = { requestId?: string; userId?: string; orgId?: string; jobId?: string }

/** JSON lines for machines, one readable line for people. Whatever is logged passes through lib/redact.ts first. */
export function createLog({ json, level, stream }: { json: boolean; level: string; stream?: DestinationStream }) {
  return pino(
    {
      level,
      base: json ? { pid: process.pid } : null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        bindings: (bindings) => redact(bindings) as Record<string, unknown>,
        log: (fields) => redact(fields) as Record<string, unknown>,
      },
      // Errors are already plain when the serializers run.
      serializers: { err: (err: unknown) => err },
      // The last look, at the finished line: it also sees messages and what was put into them with %s.
      hooks: { streamWrite: redactText },
    },
    json ? (stream ?? pino.destination(1)) : readable(stream ?? process.stdout),
  )
}

const levels: Record<string, string> = { production: 'info', test: 'fatal' }

export const log = createLog({
  json: process.env.NODE_ENV === 'production',
  level: levels[process.env.NODE_ENV ?? ''] ?? 'info',
})

/** A logger whose every line says which request, person, organization or job it belongs to. */
export function logFor(ids: Ids, parent: Logger = log) {
  return parent.child(Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined)))
}

const colours = { trace: 'gray', debug: 'gray', info: 'cyan', warn: 'yellow', error: 'red', fatal: 'red' } as const

function readable(out: DestinationStream): DestinationStream {
  return {
    write(line) {
      const { level, time, msg = '', err, ...fields } = JSON.parse(line)
      const colour = colours[level as keyof typeof colours] ?? 'cyan'
      const rest = Object.entries(fields).map(([name, value]) => `${name}=${display(value)}`)
      const head = [styleText('gray', time.slice(11, 19)), styleText(colour, level.padEnd(5)), msg]
      const first = [...head, styleText('gray', rest.join(' '))].join(' ').trimEnd()
      out.write(`${[first, ...explain(err)].join('\n')}\n`)
    },
  }
}

/** An error as its stack, what else it carries, and what caused it. */
function explain(err: unknown): string[] {
  if (typeof err !== 'object' || err === null) return err === undefined ? [] : [display(err)]
  const { type, message, stack, cause, ...rest } = err as Record<string, unknown>
  const details = Object.keys(rest).length > 0 ? [display(rest)] : []
  return [String(stack ?? `${type}: ${message}`), ...details, ...explain(cause)]
}

function display(value: unknown) {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
