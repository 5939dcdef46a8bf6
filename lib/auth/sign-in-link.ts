import { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { consume } from '@/lib/access/rate-limit'
import { type IdentityDb, inTransaction, scopedTo } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { SIGN_IN_LINK_LIFETIME } from '@/lib/parameters'
import type { RequestInfo } from '@/lib/request'
import { forgetAsked, readAsked, readAsking, readOrCreateAsking, rememberAsked } from './asking'
import { completeSignIn } from './complete-sign-in'
import { mailNothing, requireMailAllowance } from './mail-limits'
import { requireMethod } from './methods'
import { lockUserByEmail, NOBODY, proveEmail } from './people'
import { createCode, digest, keyedDigest, normalizeCode } from './secrets'
import { noteSecurityEvent } from './security-events'
import { mailRequest } from './sessions/device-name'
import { readDevice } from './sessions/session'
import {
  consumeCode,
  consumeToken,
  createToken,
  findToken,
  LINK_IS_OVER,
  type tokenSchema,
  type UsedSecret,
} from './tokens'
import { welcome } from './welcome'

/** Mails a link and a code, or to an address without an account nothing, and goes on to where the code is typed. */
export async function mailSignInLink(
  { request }: PublicContext,
  { email, next }: { email: string; next: string | null },
): Promise<Outcome> {
  requireMethod('link')
  await requireMailAllowance(email, request, await findKnownBrowser(email))
  const asking = await readOrCreateAsking()
  const challenge = await inTransaction({ identity: true }, async (db) => {
    const user = await lockUserByEmail(db, email)
    const userId = user && !user.disabledAt ? user.id : NOBODY
    // only the newest works
    await db.token.deleteMany({ where: { userId, purpose: 'sign_in_link', usedAt: null } })
    if (!user || user.disabledAt) return mailNothing(db, email, request)
    const code = createCode()
    const { id, secret, expiresAt } = await createToken(db, {
      purpose: 'sign_in_link',
      user: { id: user.id, email },
      lifetime: SIGN_IN_LINK_LIFETIME,
      browserDigest: digest(asking),
      codeDigest: keyedDigest(code, asking),
      next,
    })
    const url = `${env.APP_URL}/sign-in/link?token=${secret}`
    const props = { url, code, expiresAt, request: mailRequest(request) }
    await sendMail(db, { template: 'sign-in-link', to: email, props })
    return id
  })
  await rememberAsked(asking, email, challenge ?? undefined)
  return { redirectTo: '/sign-in/link' }
}

/** A browser in which this person has signed in before. One query, whoever it is. */
async function findKnownBrowser(email: string): Promise<string | undefined> {
  const device = await readDevice()
  const addressed = { OR: [{ email }, { emailAddresses: { some: { email } } }] }
  const found = await scopedTo({ identity: true }).device.findFirst({
    where: { tokenDigest: digest(device ?? ''), user: addressed },
    select: { id: true },
  })
  return found?.id
}

/** The button behind the mailed link. In another browser than the one that asked it does nothing and says so. */
export async function signInWithLink(
  { request }: PublicContext,
  { token: secret }: z.output<typeof tokenSchema>,
): Promise<Outcome> {
  requireMethod('link')
  const asking = await readAsking()
  const found = await findToken('sign_in_link', secret, asking)
  if (!found || !asking) throw new AppError('BAD_INPUT', found ? ELSEWHERE : LINK_IS_OVER)
  if (!found.here) throw new AppError('BAD_INPUT', ELSEWHERE)
  return signInBy('link', request, LINK_IS_OVER, (db) => consumeToken(db, 'sign_in_link', secret, digest(asking)))
}

const ELSEWHERE = 'This link works only in the browser that asked for it. Open it there, or type the code there.'

export const signInWithCodeSchema = z.object({
  code: z.string('Enter the code.').transform(normalizeCode).pipe(z.string().length(8, 'The code has 8 characters.')),
})

const WRONG_CODE = 'That code is not right, or its time is over.'

/** The code of the mail, in the browser that asked. The same work for an address without an account: no code fits. */
export async function signInWithCode(
  { request }: PublicContext,
  { code }: z.output<typeof signInWithCodeSchema>,
): Promise<Outcome> {
  requireMethod('link')
  const [asked, asking] = await Promise.all([readAsked(), readAsking()])
  if (!asked || !asking) throw new AppError('BAD_INPUT', WRONG_CODE)
  // a browser that the person knows is counted by itself: strangers who guess use up none of its tries
  const known = await findKnownBrowser(asked.email)
  await consume('codePerChallenge', asked.challenge)
  await consume('codePerAccount', known ? `${asked.email} ${known}` : asked.email)
  const typed = {
    purpose: 'sign_in_link',
    challenge: asked.challenge,
    browserDigest: digest(asking),
    codeDigest: keyedDigest(code, asking),
  } as const
  return signInBy('code', request, WRONG_CODE, (db) => consumeCode(db, typed))
}

async function signInBy(
  method: 'link' | 'code',
  request: RequestInfo,
  refusal: string,
  consumeSecret: (db: IdentityDb) => Promise<UsedSecret | null>,
): Promise<Outcome> {
  const device = await readDevice()
  const done = await inTransaction({ identity: true }, async (db) => {
    const used = await consumeSecret(db)
    if (!used) return null
    const { user, token } = used
    if (!user.emailVerified) {
      await proveEmail(db, user, request)
      await noteSecurityEvent(db, { userId: user.id, action: 'email.verified', request })
    }
    const { next } = token
    return { passed: await completeSignIn(db, { user, method, request, device, next }), next }
  })
  if (!done) throw new AppError('BAD_INPUT', refusal)
  await forgetAsked()
  return welcome(done.passed, method, done.next)
}
