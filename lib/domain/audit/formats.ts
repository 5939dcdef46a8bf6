import { CSV_TYPE, csvHead, csvLine } from '../csv'
import type { AuditDetails } from './log'

/** Bytes are hexadecimal, times ISO 8601. `detail` is null once it was erased. */
export type ExportedEvent = {
  sequence: number
  organizationId: string
  at: string
  action: string
  actorId: string | null
  effectiveActorId: string | null
  target: string | null
  detail: AuditDetails | null
  detailDigest: string
  previousHash: string
  hash: string
}

/** How an event is written, and what stands above all of them. docs/audit.md describes both for whoever reads the files. */
export type AuditFormat = { type: string; extension: string; head: string; line(event: ExportedEvent): string }

const json = (value: unknown) => (value == null ? '' : JSON.stringify(value))

const columns: [name: string, of: (event: ExportedEvent, details: AuditDetails) => string | null | undefined][] = [
  ['sequence', ({ sequence }) => String(sequence)],
  ['at', ({ at }) => at],
  ['action', ({ action }) => action],
  ['actor_id', ({ actorId }) => actorId],
  ['actor_name', (_, { actor }) => actor?.name],
  ['actor_email', (_, { actor }) => actor?.email],
  ['effective_actor_id', ({ effectiveActorId }) => effectiveActorId],
  ['target_id', ({ target }) => target],
  ['target_name', (_, { target }) => target],
  ['before', (_, { before }) => json(before)],
  ['after', (_, { after }) => json(after)],
  ['ip', (_, { ip }) => ip],
  ['user_agent', (_, { userAgent }) => userAgent],
  ['session_id', (_, { sessionId }) => sessionId],
  ['request_id', (_, { requestId }) => requestId],
  ['erased', ({ detail }) => String(detail === null)],
  ['hash', ({ hash }) => hash],
]

/** For sheets. Machines take JSON Lines. */
const csv: AuditFormat = {
  type: CSV_TYPE,
  extension: 'csv',
  head: csvHead(columns.map(([name]) => name)),
  line: (event) => csvLine(columns.map(([, of]) => of(event, event.detail ?? {}))),
}

const jsonl: AuditFormat = {
  type: 'application/jsonl; charset=utf-8',
  extension: 'jsonl',
  head: '',
  line: (event) => `${JSON.stringify(event)}\n`,
}

export const auditFormats = { csv, jsonl }
