import { generateSecret, generateURI } from 'otplib'
import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { consume, forgive } from '@/lib/access/rate-limit'
import { brand } from '@/lib/brand'
import { enter, type IdentityDb, scopedTo } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { nextField } from '../next-field'
import { lockUser } from '../people'
import { noteSecurityEvent, type SecurityAction } from '../security-events'
import { revokeSessions, rotateToken, setToken } from '../sessions/session'
import { forgetWeakerProofs, readStepUp } from '../step-up/step-up'
import { openSecret, sealSecret, timeStepOf } from './authenticator-app'
import { mailSecondFactorChange } from './mail'
import { countRecoveryCodes, createRecoveryCodes } from './recovery-codes'

// The authenticator app of somebody who is signed in: on, off, and ten codes for the day the phone is gone. Every act here
// asks for step-up first.

/** What the page shows. The secret only while it is not in force, and only to a session that has just been confirmed. */
export async function readTwoFactor(ctx: UserContext) {
  const { user } = ctx
  const db = scopedTo({ identity: true })
  const [app, codesLeft, { fresh }] = await Promise.all([
    db.authenticatorApp.findFirst({
      where: { userId: user.id },
      select: { secret: true, confirmedAt: true, createdAt: true },
    }),
    countRecoveryCodes(db, user.id),
    readStepUp(ctx),
  ])
  const secret = app && !app.confirmedAt && fresh ? openSecret(user.id, app.secret) : null
  const uri = secret && generateURI({ issuer: brand.name, label: user.email, secret })
  const setUp = app && secret && uri ? { secret, uri, started: app.createdAt.toISOString() } : null
  return { since: app?.confirmedAt ?? null, codesLeft, setUp }
}

export const beginTwoFactorSchema = z.object({
  factor: z.literal('app', 'Choose an authenticator app.'),
  next: nextField(),
})

/** A new secret each time: one that somebody else may have seen on the screen is worth nothing. */
export async function beginTwoFactor(
  ctx: UserContext,
  { next }: z.output<typeof beginTwoFactorSchema>,
): Promise<Outcome> {
  const { user } = ctx
  const db = await lockedIdentity(ctx)
  await db.authenticatorApp.deleteMany({ where: { userId: user.id, confirmedAt: null } })
  await refuseIfOn(db, user.id)
  const secret = sealSecret(user.id, generateSecret())
  await db.authenticatorApp.create({ data: { userId: user.id, secret }, select: { userId: true } })
  return { redirectTo: `/account/security/two-factor${next ? `?next=${encodeURIComponent(next)}` : ''}` }
}

const elsewhere = z
  .string()
  .optional()
  .transform((ticked) => ticked !== undefined)

export const confirmTwoFactorSchema = z.object({
  code: z.string('Enter the code that your app shows.').trim().min(1, 'Enter the code that your app shows.').max(16),
  /** Which secret the page showed. */
  started: z.string().optional(),
  elsewhere,
})

/** In force from the first code on that fits. */
export async function confirmTwoFactor(
  ctx: UserContext,
  { code, started, elsewhere }: z.output<typeof confirmTwoFactorSchema>,
): Promise<Outcome> {
  const { user, session } = ctx
  await consume('codePerAccount', `new app ${user.id}`)
  const db = await lockedIdentity(ctx)
  await refuseIfOn(db, user.id)
  const app = await db.authenticatorApp.findFirst({
    where: { userId: user.id },
    select: { secret: true, createdAt: true },
  })
  const secret = app && openSecret(user.id, app.secret)
  if (!secret || (started && started !== app.createdAt.toISOString()))
    throw new AppError('CONFLICT', 'This was started anew somewhere else. Please reload the page.')
  const step = timeStepOf(secret, code, null)
  if (step === null)
    throw new AppError('BAD_INPUT', 'The app is not switched on yet.', { fieldErrors: { code: [NOT_THE_CODE] } })
  const now = new Date()
  await db.authenticatorApp.updateMany({ where: { userId: user.id }, data: { confirmedAt: now, lastStep: step } })
  const codes = await createRecoveryCodes(db, user.id)
  await db.session.updateMany({ where: { id: session.id }, data: { secondFactor: 'app', secondFactorAt: now } })
  await forgetWeakerProofs(db, ctx)
  if (elsewhere) await revokeSessions(db, user.id, session.id)
  const token = await rotateToken(db, session.id)
  await tell(db, ctx, 'second_factor.enabled', 'enabled')
  return {
    ok: true,
    message: 'Your authenticator app is switched on.',
    reveal: codes.join('\n'),
    async afterCommit() {
      await forgive(`new app ${user.id}`, 'codePerAccount')
      await setToken(token)
    },
  }
}

const NOT_THE_CODE =
  'That code is not right. Type the one that your app shows now; if none fits, check the time of your phone.'

/** Ten new ones, and the others are void. */
export async function regenerateRecoveryCodes(ctx: UserContext): Promise<Outcome> {
  const db = await lockedIdentity(ctx)
  await requireOn(db, ctx.user.id)
  const codes = await createRecoveryCodes(db, ctx.user.id)
  await tell(db, ctx, 'recovery_codes.regenerated', 'codes-regenerated')
  return { ok: true, message: 'The codes that you had before do not work any more.', reveal: codes.join('\n') }
}

export const disableTwoFactorSchema = z.object({ elsewhere })

/** Also for browsers that were remembered: switched on again, it is asked for everywhere. */
export async function disableTwoFactor(
  ctx: UserContext,
  { elsewhere }: z.output<typeof disableTwoFactorSchema>,
): Promise<Outcome> {
  const { user, session } = ctx
  const db = await lockedIdentity(ctx)
  await requireOn(db, user.id)
  await removeSecondFactor(db, user.id)
  if (elsewhere) await revokeSessions(db, user.id, session.id)
  await tell(db, ctx, 'second_factor.disabled', 'disabled')
  return { ok: true, message: 'Your authenticator app is switched off.' }
}

/** The app, its codes, every browser that need not be asked or is being asked, and that a session has shown it: an organization may ask for one that is in force. */
export async function removeSecondFactor(db: IdentityDb, userId: string) {
  await db.authenticatorApp.deleteMany({ where: { userId } })
  await db.recoveryCode.deleteMany({ where: { userId } })
  await db.pendingSignIn.deleteMany({ where: { userId } })
  await db.device.updateMany({ where: { userId }, data: { rememberedUntil: null } })
  await db.session.updateMany({
    where: { userId, secondFactor: { in: ['app', 'recovery-code'] } },
    data: { secondFactor: null, secondFactorAt: null },
  })
}

async function lockedIdentity({ db: own, user }: UserContext): Promise<IdentityDb> {
  const db = await enter(own, { identity: true })
  await lockUser(db, user.id)
  return db
}

const isOn = (db: IdentityDb, userId: string) =>
  db.authenticatorApp.findFirst({ where: { userId, confirmedAt: { not: null } }, select: { userId: true } })

async function refuseIfOn(db: IdentityDb, userId: string) {
  if (await isOn(db, userId)) throw new AppError('CONFLICT', 'Your authenticator app is switched on already.')
}

async function requireOn(db: IdentityDb, userId: string) {
  if (!(await isOn(db, userId))) throw new AppError('CONFLICT', 'Your authenticator app is not switched on.')
}

async function tell(
  db: IdentityDb,
  { user, session, request }: UserContext,
  action: SecurityAction,
  change: Parameters<typeof mailSecondFactorChange>[2]['change'],
) {
  await noteSecurityEvent(db, { userId: user.id, action, request, sessionId: session.id })
  await mailSecondFactorChange(db, user, { change, request })
}
