import { Resolver } from 'node:dns/promises'
import { env } from './env'
import { DNS_PATIENCE, FETCH_PATIENCE } from './parameters'

/** What name servers answered, or why they did not. */
type Failure = 'noName' | 'noRecord' | 'broken' | 'unreachable'
export type TextRecords = { records: string[] } | { failure: Failure }

/**
 * The text records of a name: each as one string, however many pieces it was sent in [RFC 7208 §3.3]. Never throws for what
 * comes from the network. A resolver of its own for each question, as one remembers answers; never call it in a transaction.
 */
export async function lookUpText(name: string): Promise<TextRecords> {
  const resolver = new Resolver({ timeout: DNS_PATIENCE, tries: 2 })
  if (env.DNS_SERVERS) resolver.setServers(env.DNS_SERVERS)
  const patience = setTimeout(() => resolver.cancel(), FETCH_PATIENCE)
  const answered = await resolver.resolveTxt(name).then(
    (records) => ({ records: records.map((pieces) => pieces.join('')) }),
    (error: unknown) => ({ failure: failureOf(error) }),
  )
  clearTimeout(patience)
  return answered
}

function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOTFOUND') return 'noName'
  if (code === 'ENODATA') return 'noRecord'
  return code === 'ESERVFAIL' || code === 'EBADRESP' || code === 'EFORMERR' ? 'broken' : 'unreachable'
}
