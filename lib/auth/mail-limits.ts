import { consumeAll, type Limit } from '@/lib/access/rate-limit'
import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { ipBucket, type RequestInfo } from '@/lib/request'
import { mailRequest } from './sessions/device-name'
import { createNoToken } from './tokens'

/**
 * Nobody's mailbox is flooded through us: counted for the address, known or not, and for whoever asks. `apart` names who
 * proved to be its person before (a known browser, a session): counted by themselves, so that strangers use nothing up.
 */
export async function requireMailAllowance(email: string, request: RequestInfo, apart?: string): Promise<void> {
  await consumeAll([...perAddress(apart ? `${email} ${apart}` : email), fromIp(request)])
}

/**
 * Strangers can use an address's mails up, but not the way back into its account: whoever is refused a reset link has one in
 * the mailbox that still works, since the first one within its lifetime is always sent.
 */
export async function requireResetAllowance(email: string, request: RequestInfo): Promise<void> {
  const others = await consumeAll([...perAddress(email), fromIp(request)]).catch(refusalIn)
  const first = await consumeAll([['resetPerAddress', email], ...(others ? [fromIp(request)] : [])]).catch(refusalIn)
  if (others && first) throw (others.retryAfter ?? 0) < (first.retryAfter ?? 0) ? others : first
}

const fromIp = ({ ip }: RequestInfo): [Limit, string] => ['mailPerIp', ipBucket(ip)]

function refusalIn(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}

const perAddress = (email: string): [Limit, string][] => [
  ['mailPerAddressMinute', email],
  ['mailPerAddressHour', email],
]

/**
 * For an address to which there is nothing to say: the same work as mailing it, so that the time tells nobody who has an
 * account. A mail that has expired is never sent.
 */
export async function mailNothing(db: IdentityDb, email: string, request: RequestInfo): Promise<void> {
  await createNoToken(db)
  await mailUnsent(db, email, request)
}

export async function mailUnsent(db: IdentityDb, email: string, request: RequestInfo): Promise<void> {
  await sendMail(db, {
    template: 'sign-in-link',
    to: email,
    props: {
      url: `${env.APP_URL}/sign-in`,
      code: '00000000',
      expiresAt: new Date(0),
      request: mailRequest(request),
    },
  })
}
