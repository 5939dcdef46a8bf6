import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { enter } from '@/lib/db/scope'
import { id } from '@/lib/domain/strings'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { SESSION_IDLE } from '@/lib/parameters'
import { lockUser } from '../people'
import { noteSecurityEvent } from '../security-events'
import { browserOf } from './device-name'
import { revokeSessions } from './session'

/** Where this person is signed in; the browser that asks comes first. */
export async function listSessions({ db, user, session }: UserContext) {
  const sessions = await db.session.findMany({
    where: {
      userId: user.id,
      expiresAt: { gt: new Date() },
      lastUsedAt: { gt: new Date(Date.now() - SESSION_IDLE) },
    },
    select: {
      id: true,
      method: true,
      secondFactor: true,
      ip: true,
      userAgent: true,
      createdAt: true,
      lastUsedAt: true,
    },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
  })
  return sessions
    .map(({ userAgent, ...row }) => ({ ...row, browser: browserOf(userAgent), here: row.id === session.id }))
    .sort((a, b) => Number(b.here) - Number(a.here))
}

/** Browsers in which this person is not asked for the second factor. */
export async function listRememberedDevices({ db, user }: UserContext) {
  const devices = await db.device.findMany({
    where: { userId: user.id, rememberedUntil: { gt: new Date() } },
    select: { id: true, ip: true, userAgent: true, lastUsedAt: true, rememberedUntil: true },
    orderBy: { lastUsedAt: 'desc' },
  })
  return devices.map(({ userAgent, ...row }) => ({ ...row, browser: browserOf(userAgent) }))
}

export const sessionSchema = z.object({ sessionId: id() })

/** Refused on its very next request; its browser is asked for the second factor again. */
export async function revokeSession(
  { db, user, session, request }: UserContext,
  { sessionId }: z.output<typeof sessionSchema>,
): Promise<Outcome> {
  if (sessionId === session.id) throw new AppError('CONFLICT', 'To end this session, sign out.')
  const identity = await enter(db, { identity: true })
  await lockUser(identity, user.id)
  const where = { id: sessionId, userId: user.id }
  const found = await identity.session.findFirst({ where, select: { deviceId: true } })
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await identity.session.deleteMany({ where })
  if (found.deviceId) {
    await identity.device.updateMany({
      where: { id: found.deviceId, userId: user.id },
      data: { rememberedUntil: null },
    })
  }
  await noteSecurityEvent(identity, { userId: user.id, action: 'session.revoked', request, sessionId })
  return { ok: true, message: 'Signed out there.' }
}

export const otherSessionsSchema = z.object({ keep: id() })

/** Every session but this one, and every browser that was remembered but this one. `keep` is the session that the button was drawn for. */
export async function revokeOtherSessions(
  { db, user, session, request }: UserContext,
  { keep }: z.output<typeof otherSessionsSchema>,
): Promise<Outcome> {
  if (keep !== session.id) throw new AppError('CONFLICT', 'You have signed in again since. Look at the list once more.')
  const identity = await enter(db, { identity: true })
  await lockUser(identity, user.id)
  await revokeSessions(identity, user.id, session.id)
  await noteSecurityEvent(identity, {
    userId: user.id,
    action: 'session.others_revoked',
    request,
    sessionId: session.id,
  })
  return { ok: true, message: 'You are signed out everywhere else.' }
}

export const deviceSchema = z.object({ deviceId: id() })

/** The second factor is asked there again. Makes nothing easier for anybody, so it needs no step-up. */
export async function forgetDevice(
  { db, user, session, request }: UserContext,
  { deviceId }: z.output<typeof deviceSchema>,
): Promise<Outcome> {
  const identity = await enter(db, { identity: true })
  const { count } = await identity.device.updateMany({
    where: { id: deviceId, userId: user.id, rememberedUntil: { not: null } },
    data: { rememberedUntil: null },
  })
  if (count === 0) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await noteSecurityEvent(identity, { userId: user.id, action: 'device.forgotten', request, sessionId: session.id })
  return { ok: true, message: 'We ask for the second factor there again.' }
}
