import { cookies } from 'next/headers'
import { type IdentityDb, inTransaction } from '@/lib/db/scope'
import { DEVICE_LIFETIME, SESSION_LIFETIME, SESSIONS_PER_USER } from '@/lib/parameters'
import { type RequestInfo, readRequest } from '@/lib/request'
import { readSessionToken } from '../context'
import { cookieOptions, deviceCookie, sessionCookie } from '../cookie-names'
import { createSecret, digest } from '../secrets'
import { noteSecurityEvent, type SecurityAction } from '../security-events'
import { signToken } from '../signed-token'

export type SignInMethod = 'password' | 'passkey' | 'link' | 'code' | 'sign-up' | `oauth:${string}`
export type SecondFactor = 'passkey' | 'app' | 'recovery-code'

/** What the browser gets once the transaction is committed. */
export type NewSession = {
  id: string
  token: string
  device: string
  isNewDevice: boolean
  expiresAt: Date
  /** They have no passkey, and did not say that they want none. */
  isOpenToPasskey: boolean
}

type SessionToken = Pick<NewSession, 'token' | 'expiresAt'>

type Proved = {
  userId: string
  method: SignInMethod
  secondFactor?: SecondFactor | null
  request: RequestInfo
  device: string | null
  /** With a line in the person's own history. */
  noted?: true
}

/**
 * A session and, when this browser is new to the person, a device. Nothing is set in the browser yet: call `startSession`
 * after the commit. The eleventh session ends the least recently used one.
 */
export async function createSession(db: IdentityDb, proved: Proved): Promise<NewSession> {
  const made = await insertSession(db, proved, { asksApp: false })
  if (!made) throw new Error('No session was made.')
  return made
}

/** The same after a first factor alone: null for who has an app that is to be asked for, in this browser. */
export function createSessionUnlessAsked(db: IdentityDb, proved: Proved): Promise<NewSession | null> {
  return insertSession(db, proved, { asksApp: true })
}

async function insertSession(
  db: IdentityDb,
  { userId, method, secondFactor = null, request, device, noted }: Proved,
  { asksApp }: { asksApp: boolean },
): Promise<NewSession | null> {
  const deviceToken = device ?? createSecret()
  const token = createSecret()
  const expiresAt = new Date(Date.now() + SESSION_LIFETIME)
  const { id: requestId, ip, userAgent } = request
  const details = { method, ...(secondFactor && { secondFactor }) }
  // One statement, as everybody who signs in waits for it. All of it sees what was there before: so the tenth session goes,
  // and a device is the first one when there was none. The last line reads what the person will be offered.
  const [made] = await db.$queryRaw<Pick<NewSession, 'id' | 'isNewDevice' | 'isOpenToPasskey'>[]>`
    with asked as (
      select from "AuthenticatorApp" where ${asksApp} and "userId" = ${userId}::uuid and "confirmedAt" is not null
         and not exists (select from "Device" where "userId" = ${userId}::uuid and "tokenDigest" = ${digest(deviceToken)} and "rememberedUntil" > now())),
    device as (
      insert into "Device" ("userId", "tokenDigest", ip, "userAgent")
      select ${userId}::uuid, ${digest(deviceToken)}::bytea, ${ip}, ${userAgent} where not exists (select from asked)
      on conflict ("tokenDigest", "userId") do update set "lastUsedAt" = now(), ip = excluded.ip, "userAgent" = excluded."userAgent"
      returning id, xmax = 0 as "isNew"),
    ended as (
      delete from "Session" where not exists (select from asked) and id in (
        select id from "Session" where "userId" = ${userId}::uuid
         order by "lastUsedAt" desc, id desc offset ${SESSIONS_PER_USER - 1})),
    session as (
      insert into "Session" ("userId", method, "secondFactor", "secondFactorAt", "tokenDigest", "deviceId", ip, "userAgent", "expiresAt")
      select ${userId}::uuid, ${method}, ${secondFactor}, ${secondFactor && new Date()}::timestamptz, ${digest(token)}::bytea, device.id, ${ip}, ${userAgent}, ${expiresAt}::timestamptz
        from device
      returning id),
    noted as (
      insert into "SecurityEvent" ("userId", action, "sessionId", ip, "userAgent", "requestId", details)
      select ${userId}::uuid, ${'session.created' satisfies SecurityAction}, id, ${ip}, ${userAgent}, ${requestId}, ${JSON.stringify(details)}::jsonb
        from session where ${noted === true})
    select session.id, device."isNew" and exists (select from "Device" where "userId" = ${userId}::uuid) as "isNewDevice",
           coalesce(u."passkeyOfferAfter" < now(), true)
             and not exists (select from "Passkey" where "userId" = u.id) as "isOpenToPasskey"
      from session, device, "User" u where u.id = ${userId}::uuid`
  return made ? { ...made, token, device: deviceToken, expiresAt } : null
}

/**
 * Signs this browser in. Only in an action or a handler: pages cannot set cookies. A session that was in this browser
 * before ends: nobody goes on under a token that was there before they proved who they are [ASVS V7.2.4].
 */
export async function startSession({ token, device, expiresAt }: Pick<NewSession, 'token' | 'device' | 'expiresAt'>) {
  const jar = await cookies()
  const previous = await readSessionToken()
  if (previous && previous !== token) await endSessionOf(previous)
  await setToken({ token, expiresAt })
  jar.set(deviceCookie(), device, { ...cookieOptions(), maxAge: DEVICE_LIFETIME / 1_000 })
}

/**
 * The same session under a new token, whenever somebody proved more about themself [ASVS V7.2.4]. The old one is over with
 * the commit; then call `setToken`.
 */
export async function rotateToken(db: IdentityDb, sessionId: string): Promise<SessionToken> {
  const token = createSecret()
  const { expiresAt } = await db.session.update({
    where: { id: sessionId },
    data: { tokenDigest: digest(token) },
    select: { expiresAt: true },
  })
  return { token, expiresAt }
}

export async function setToken({ token, expiresAt }: SessionToken) {
  ;(await cookies()).set(sessionCookie(), await signToken(token, expiresAt.getTime()), {
    ...cookieOptions(),
    maxAge: Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1_000)),
  })
}

/** This browser is signed in as nobody; the row, if it stands, is somebody else's to end. */
export async function forgetToken() {
  ;(await cookies()).delete({ name: sessionCookie(), ...cookieOptions() })
}

export async function readDevice(): Promise<string | null> {
  const device = (await cookies()).get(deviceCookie())?.value
  return device && /^[\w-]{43}$/.test(device) ? device : null
}

/** Signs this browser out: the row goes, then the cookie. The device stays known. */
export async function endSession() {
  const token = await readSessionToken()
  if (token) await endSessionOf(token)
  await forgetToken()
}

export async function endSessionOf(token: string) {
  const request = await readRequest()
  await inTransaction({ identity: true }, async (db) => {
    const where = { tokenDigest: digest(token) }
    const session = await db.session.findFirst({ where, select: { id: true, userId: true } })
    if (!session) return
    const { count } = await db.session.deleteMany({ where })
    if (count === 0) return
    await noteSecurityEvent(db, { userId: session.userId, action: 'session.ended', request, sessionId: session.id })
  })
}

/**
 * Refused on their very next request, and so is a sign-in that is half done; and no browser skips the second factor any more.
 * `except` is the session that stays, and its browser stays remembered.
 */
export async function revokeSessions(db: IdentityDb, userId: string, except?: string) {
  const kept = except ? await db.session.findFirst({ where: { id: except, userId }, select: { deviceId: true } }) : null
  await db.session.deleteMany({ where: { userId, id: except ? { not: except } : undefined } })
  await db.pendingSignIn.deleteMany({ where: { userId } })
  const id = kept?.deviceId ? { not: kept.deviceId } : undefined
  await db.device.updateMany({ where: { userId, id, rememberedUntil: { not: null } }, data: { rememberedUntil: null } })
}
