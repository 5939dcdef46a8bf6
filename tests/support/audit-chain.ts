import { createHash } from 'node:crypto'
import { row, rows } from './database'

type Link = {
  organizationId: string
  sequence: string
  at: string
  actorId: string | null
  effectiveActorId: string | null
  action: string
  target: string | null
  detailDigest: Buffer
  previousHash: Buffer
  hash: Buffer
  salt: Buffer
  detail: string
}

const sha256 = (...parts: (Buffer | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** The chain as somebody outside would check it: no code shared with what wrote it. Says what is broken, or nothing. */
export async function broken(organizationId: string) {
  const links = await rows<Link>(
    `select e.*, e.sequence::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, d.salt, d.detail::text as detail
       from "AuditEvent" e left join "AuditDetail" d using ("organizationId", sequence) where e."organizationId" = $1 order by e.sequence`,
    [organizationId],
  )
  let previous: Buffer = sha256(organizationId)
  for (const [i, link] of links.entries()) {
    const said = [
      link.organizationId,
      Number(link.sequence),
      link.at,
      link.actorId,
      link.effectiveActorId,
      link.action,
      link.target,
      link.detailDigest.toString('hex'),
    ]
    const text = `[${said.map((value) => JSON.stringify(value)).join(', ')}]` // as PostgreSQL prints jsonb
    if (link.sequence !== String(i + 1)) return `a gap before ${link.sequence}`
    if (!link.previousHash.equals(previous) || !link.hash.equals(sha256(previous, text)))
      return `event ${link.sequence}`
    if (link.detail !== null && !link.detailDigest.equals(sha256(link.salt, link.detail)))
      return `detail ${link.sequence}`
    previous = link.hash
  }
  const head = await row<{ sequence: string; hash: Buffer }>(
    `select sequence::text, hash from "AuditHead" where "organizationId" = $1`,
    [organizationId],
  )
  return head.sequence === String(links.length) && head.hash.equals(previous) ? null : 'the head'
}
