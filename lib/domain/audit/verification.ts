import type { OrgAct, OrgContext } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import { type Send, takeTurn } from '@/lib/access/streams'
import { inTransaction, type OrgDb } from '@/lib/db/scope'
import { AUDIT_BATCH, AUDIT_PATIENCE } from '@/lib/parameters'
import { verdictSentence } from './verdict'

/** What can be wrong with a chain; each is said of the first event at which it shows. */
export type AuditFault = 'anchor' | 'gap' | 'link' | 'hash' | 'detail' | 'head'

export type Verdict = {
  /** Events that were looked at, and among them those whose details were erased. */
  checked: number
  erased: number
  /** When the oldest event happened that is still there. */
  since: Date | null
  /** Events that retention removed: the chain is verified from there on. */
  removed: string
  /** The end of the chain. Whoever writes it down can tell later whether history was rewritten as a whole. */
  head: { sequence: string; hash: string } | null
  broken: { sequence: string; fault: AuditFault } | null
}

type Head = { sequence: bigint; hash: Uint8Array; anchorSequence: bigint; anchorHash: Uint8Array }
type Batch = {
  checked: number
  erased: number
  since: Date | null
  last: bigint | null
  hash: Uint8Array | null
  broken: bigint | null
  fault: AuditFault | null
}

/**
 * Computes every hash of an organization's chain anew, from its anchor to its head, as it was at one moment. PostgreSQL does
 * it in batches, each well within its statement timeout, so it costs no memory for a chain of any length. The formula stands
 * here again on purpose: it does not trust the functions that wrote the chain.
 */
export function verifyAuditChain(
  organizationId: string,
  onProgress: (checked: number, of: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Verdict> {
  return inTransaction(
    { organizationId },
    async (db) => {
      await db.$executeRaw`set transaction read only`
      return verify(db, organizationId, onProgress, signal)
    },
    { isolationLevel: 'RepeatableRead', timeout: AUDIT_PATIENCE },
  )
}

async function verify(
  db: OrgDb,
  organizationId: string,
  onProgress: (checked: number, of: number) => void,
  signal?: AbortSignal,
): Promise<Verdict> {
  const verdict: Verdict = { checked: 0, erased: 0, since: null, removed: '0', head: null, broken: null }
  const head: Head | null = await db.auditHead.findFirst({ where: { organizationId } })
  if (!head)
    return (await db.auditEvent.findFirst({ select: { sequence: true } })) ? broken(verdict, 1n, 'head') : verdict
  verdict.removed = head.anchorSequence.toString()
  if (await anchorFault(db, organizationId, head)) return broken(verdict, head.anchorSequence, 'anchor')

  let after = head.anchorSequence
  let hash = head.anchorHash
  for (;;) {
    signal?.throwIfAborted()
    const batch = await verifyBatch(db, organizationId, after, hash)
    verdict.checked += batch.checked
    verdict.erased += batch.erased
    verdict.since ??= batch.since
    if (batch.broken !== null && batch.fault) return broken(verdict, batch.broken, batch.fault)
    if (batch.last === null || batch.hash === null) break
    after = batch.last
    hash = batch.hash
    onProgress(verdict.checked, Number(head.sequence - head.anchorSequence))
  }
  if (after !== head.sequence || !same(hash, head.hash)) return broken(verdict, after + 1n, 'head')
  verdict.head = { sequence: after.toString(), hash: Buffer.from(hash).toString('hex') }
  return verdict
}

const broken = (verdict: Verdict, sequence: bigint, fault: AuditFault): Verdict => ({
  ...verdict,
  broken: { sequence: sequence.toString(), fault },
})

const same = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0

/** A chain that was never shortened starts from the organization's id, and nothing lies before where one starts. */
async function anchorFault(db: OrgDb, organizationId: string, { anchorSequence, anchorHash }: Head) {
  const [found] = await db.$queryRaw<{ start: Uint8Array; planted: boolean }[]>`
    select sha256(convert_to(${organizationId}, 'UTF8')) as start,
           exists (select 1 from "AuditEvent" where "organizationId" = ${organizationId}::uuid and sequence <= ${anchorSequence}) as planted`
  return !found || found.planted || (anchorSequence === 0n && !same(found.start, anchorHash))
}

async function verifyBatch(db: OrgDb, organizationId: string, after: bigint, hash: Uint8Array): Promise<Batch> {
  const [batch] = await db.$queryRaw<[Batch]>`
    with links as (
      select e.sequence, e.at, e.hash, d.sequence is null as erased,
             case
               when e.sequence <> lag(e.sequence, 1, ${after}::bigint) over w + 1 then 'gap'
               when e."previousHash" <> lag(e.hash, 1, ${hash}::bytea) over w then 'link'
               when e.hash <> sha256(e."previousHash" || convert_to(jsonb_build_array(
                      e."organizationId", e.sequence, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                      e."actorId", e."effectiveActorId", e.action, e.target, encode(e."detailDigest", 'hex'))::text, 'UTF8')) then 'hash'
               when e."detailDigest" <> sha256(d.salt || convert_to(d.detail::text, 'UTF8')) then 'detail'
             end as fault
        from (select * from "AuditEvent" where "organizationId" = ${organizationId}::uuid and sequence > ${after} order by sequence limit ${AUDIT_BATCH}) e
        left join "AuditDetail" d on d."organizationId" = e."organizationId" and d.sequence = e.sequence
      window w as (order by e.sequence)),
    first_fault as (select sequence, fault from links where fault is not null order by sequence limit 1)
    select count(*)::int as checked, (count(*) filter (where erased))::int as erased, min(at) as since, max(sequence) as last,
           (select hash from links order by sequence desc limit 1) as hash,
           (select sequence from first_fault) as broken, (select fault from first_fault) as fault
      from links`
  return batch
}

/** Says how far it is, a line of JSON at a time, and in the last one what came out. */
export async function followVerification({ org }: OrgAct) {
  await consume('verifyAudit', org.id)
  return {
    type: 'application/jsonl; charset=utf-8',
    unchanged: true as const,
    async write(send: Send, signal: AbortSignal) {
      let told = Promise.resolve()
      const tell = (line: object) => {
        told = told.then(() => send(`${JSON.stringify(line)}\n`))
        return told
      }
      // nobody waits for the reader while the transaction is open
      const onProgress = (checked: number, of: number) => void tell({ checked, of }).catch(() => {})
      const verdict = await verifyAuditChain(org.id, onProgress, signal)
      await tell({ ok: !verdict.broken, says: verdictSentence(verdict), head: verdict.head })
    },
  }
}

/** The same in one answer, for a page. */
export async function verifyHere({ org }: OrgContext) {
  await consume('verifyAudit', org.id)
  const leave = takeTurn()
  try {
    const verdict = await verifyAuditChain(org.id)
    return { ok: !verdict.broken, says: verdictSentence(verdict), head: verdict.head }
  } finally {
    leave()
  }
}
