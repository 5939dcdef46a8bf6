// Accounts at providers that somebody who is signed in adds to their own, and takes away again.
import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { consume } from '@/lib/access/rate-limit'
import { isConflict } from '@/lib/db/errors'
import { enter, type IdentityDb, unscoped } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { ipBucket, type RequestInfo } from '@/lib/request'
import { findCallerIn } from '../context'
import { noteMethodChange } from '../method-change'
import { lockUser } from '../people'
import { accountKey, requireAnotherWayIn } from '../ways-in'
import { nameOfAccount } from './connected-accounts'
import type { Errand } from './errand'
import { CONNECTED_ACCOUNTS, explained } from './explained'
import { beginHandshake, type Identity } from './handshake'
import { type LinkedIdentity, linkedIdentity, linkIdentity } from './linking'
import { SocialProblem } from './problems'
import { type Provider, requireProvider } from './providers'

export const beginLinkingSchema = z.object({ provider: z.string() })

/** “Connect”: off to the provider, on an errand that says whose account this is for and in which session they asked. */
export async function beginLinking(
  { user, session, request }: UserContext,
  input: z.output<typeof beginLinkingSchema>,
): Promise<Outcome> {
  const provider = requireProvider(input.provider)
  await consume('oauth', ipBucket(request.ip))
  const by = { userId: user.id, sessionId: session.id }
  const errand = { purpose: 'link' as const, by, next: '' }
  return { leaveFor: () => explained(errand, () => beginHandshake(provider, errand)) }
}

type Return = { provider: Provider; errand: Errand; request: RequestInfo }

/** Back, and proved: linked in one transaction, for the session that asked and no other. Two at once: the slower one looks again. */
export async function finishLinking(identity: Identity, from: Return): Promise<string> {
  const work = () => link(linkedIdentity(identity), from)
  await work().catch((error) => {
    if (isConflict(error)) return work()
    throw error
  })
  return `${CONNECTED_ACCOUNTS}?${new URLSearchParams({ connected: from.provider.id })}`
}

async function link(identity: LinkedIdentity, { errand: { by }, request }: Return) {
  await unscoped(async (tx) => {
    const caller = await findCallerIn(tx, null)
    if (!caller || caller.user.id !== by?.userId || caller.session.id !== by.sessionId)
      throw new SocialProblem('unfinished')
    const db = await enter(tx, { identity: true })
    const { user } = caller
    await lockUser(db, user.id)
    const where = { provider: identity.issuer, providerAccountId: identity.subject }
    const known = await db.account.findFirst({ where, select: { userId: true } })
    if (known && known.userId !== user.id) throw new SocialProblem('linked-elsewhere')
    if (known) return
    await linkIdentity(db, user.id, identity)
    await tell(db, { user, session: caller.session, request, change: 'added', account: nameOfAccount(identity) })
  })
}

export const unlinkSchema = z.object({ issuer: z.string(), subject: z.string() })

/** “Disconnect”: that account signs nobody in here any more. Never the last way in. */
export async function unlink(
  { db, user, session, request }: UserContext,
  { issuer, subject }: z.output<typeof unlinkSchema>,
): Promise<Outcome> {
  const all = await enter(db, { identity: true })
  await requireAnotherWayIn(all, user.id, accountKey(issuer, subject))
  const where = { userId: user.id, provider: issuer, providerAccountId: subject }
  const found = await all.account.findFirst({ where, select: { label: true } })
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await all.account.deleteMany({ where })
  const account = nameOfAccount({ issuer, label: found.label })
  await tell(all, { user, session, request, change: 'removed', account })
  return { ok: true, message: `${account} is disconnected.` }
}

type Change = Pick<UserContext, 'user' | 'session' | 'request'> & { change: 'added' | 'removed'; account: string }

function tell(db: IdentityDb, { change, account, ...ctx }: Change) {
  const action = change === 'added' ? 'account.linked' : 'account.unlinked'
  return noteMethodChange(db, ctx, { action, change, method: account, details: { account } })
}
