import { consume } from '@/lib/access/rate-limit'
import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { ipBucket, type RequestInfo } from '@/lib/request'
import { mailRequest } from './device-name'

/** Nobody's mailbox is flooded through us: counted for the address, known or not, and for whoever asks. */
export async function requireMailAllowance(email: string, request: RequestInfo): Promise<void> {
  await consume('mailPerIp', ipBucket(request.ip))
  await consume('mailPerAddressMinute', email)
  await consume('mailPerAddressHour', email)
}

/**
 * For an address to which there is nothing to say: the same work as mailing it, so that the time tells nobody who has an
 * account. A mail that has expired is never sent.
 */
export async function mailNothing(db: IdentityDb, email: string, request: RequestInfo): Promise<void> {
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
