import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { enter, type IdentityDb } from '@/lib/db/scope'
import { id, name } from '@/lib/domain/strings'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { PASSKEYS_PER_USER } from '@/lib/parameters'
import { noteMethodChange } from '../method-change'
import { requireMethod } from '../methods'
import { lockUser } from '../people'
import { forgetWeakerProofs } from '../step-up/step-up'
import { requireAnotherWayIn } from '../ways-in'
import { providerName } from './aaguids'
import { createChallenge, PASSKEY_LATE, takeChallenge } from './challenges'
import { nameOfPasskey } from './list'
import { forgetOffer } from './offer'
import { creationOptions, type NewPasskey, PASSKEY_NOT_MADE, verifyCreation } from './registration'
import { readCreation } from './response'
import { acceptedSignal } from './signal'

export const addPasskeySchema = z.object({ credential: z.string().optional() })

/** Asks for a new passkey first, and is sent again with it. */
export async function addPasskey(
  ctx: UserContext,
  { credential }: z.output<typeof addPasskeySchema>,
): Promise<Outcome> {
  requireMethod('passkey')
  const { user, session } = ctx
  const db = await enter(ctx.db, { identity: true })
  await lockUser(db, user.id)
  await refuseMore(db, user.id)
  const asker = { purpose: 'add' as const, boundTo: session.id, userId: user.id }
  if (credential === undefined)
    return {
      message: 'To make a passkey, switch JavaScript on.', // seen only where nothing answers the ceremony
      ceremony: { creation: await askForNew(db, user, asker) },
    }
  const answered = readCreation(credential)
  // refusals are answered, not thrown: the challenge stays used up
  if (!answered || !(await takeChallenge(db, answered.challenge, asker))) return { message: PASSKEY_LATE }
  const made = await verifyCreation(answered)
  if (!made) return { message: PASSKEY_NOT_MADE }
  if (!(await keep(db, user.id, made))) return { message: 'That passkey is set up already.' }
  await forgetWeakerProofs(db, ctx)
  await note(ctx, db, 'added', providerName(made.aaguid))
  return { ok: true, message: 'Passkey added.', afterCommit: forgetOffer }
}

async function askForNew(db: IdentityDb, user: UserContext['user'], asker: Parameters<typeof createChallenge>[1]) {
  const { passkeyHandle, passkeys } = await db.user.findFirstOrThrow({
    where: { id: user.id },
    select: { passkeyHandle: true, passkeys: { select: { credentialId: true, transports: true } } },
  })
  const challenge = await createChallenge(db, asker)
  const { email, name } = user
  return creationOptions(challenge, { handle: passkeyHandle, email, name, exclude: passkeys })
}

/** Under the lock, when one is asked for and when it comes: many may have been asked for before. */
async function refuseMore(db: IdentityDb, userId: string) {
  if ((await db.passkey.count({ where: { userId } })) >= PASSKEYS_PER_USER)
    throw new AppError('CONFLICT', `That is ${PASSKEYS_PER_USER} passkeys. Remove one that you do not use any more.`)
}

/** False when this credential is known here, whosever it is [WebAuthn L3 §7.1 step 26]. */
async function keep(db: IdentityDb, userId: string, made: NewPasskey): Promise<boolean> {
  const data = { ...made, userId, name: providerName(made.aaguid) }
  const { count } = await db.passkey.createMany({ data: [data], skipDuplicates: true })
  return count === 1
}

export const renamePasskeySchema = z.object({ id: id(), name: name('Give it a name.') })

export async function renamePasskey(
  ctx: UserContext,
  { id, name }: z.output<typeof renamePasskeySchema>,
): Promise<Outcome> {
  requireMethod('passkey')
  const db = await enter(ctx.db, { identity: true })
  const { count } = await db.passkey.updateMany({ where: { id, userId: ctx.user.id }, data: { name } })
  if (count === 0) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return { ok: true, message: 'Passkey renamed.', signal: await acceptedSignal(db, ctx.user) }
}

export const removePasskeySchema = z.object({ id: id() })

/** It opens nothing from the next request on; sessions that began with it go on. */
export async function removePasskey(ctx: UserContext, { id }: z.output<typeof removePasskeySchema>): Promise<Outcome> {
  requireMethod('passkey')
  const { user } = ctx
  const db = await enter(ctx.db, { identity: true })
  await lockUser(db, user.id)
  const mine = { id, userId: user.id }
  const passkey = await db.passkey.findFirst({ where: mine, select: { name: true } })
  if (!passkey) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await requireAnotherWayIn(db, user.id, `passkey:${id}`)
  await db.passkey.deleteMany({ where: mine })
  await note(ctx, db, 'removed', passkey.name)
  return { ok: true, message: 'Passkey removed.', signal: await acceptedSignal(db, user) }
}

function note(ctx: UserContext, db: IdentityDb, change: 'added' | 'removed', name: string) {
  const method = nameOfPasskey(name)
  return noteMethodChange(db, ctx, { action: `passkey.${change}`, change, method, details: { name } })
}
