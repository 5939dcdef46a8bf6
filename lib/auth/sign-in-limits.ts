import { blockFor, consume, forgive, limits, refund } from '@/lib/access/rate-limit'
import { ipBucket, type RequestInfo } from '@/lib/request'

const MINUTE = 60
const FIRST_TIMEOUT = 15 * MINUTE
const LONGEST_TIMEOUT = 60 * MINUTE

/**
 * Counts a try before it is judged, so that many at the same moment get no more guesses than one after the other; throws
 * TOO_MANY beyond the limits. A browser in which the person has signed in before is counted by itself: strangers can close
 * the account's front door for a while, never this one [OWASP Authentication Cheat Sheet].
 */
export async function countTry(email: string, request: RequestInfo, knownDeviceId: string | null) {
  const account = knownDeviceId ? `${email} ${knownDeviceId}` : email
  const address = knownDeviceId ? null : ipBucket(request.ip)
  if (address) await consume('failedSignInPerIp', address)
  const tries = await consume('failedSignInPerAccount', account)
  return {
    async failed() {
      if (tries < limits.failedSignInPerAccount.points) return
      const timeouts = await consume('signInTimeouts', account)
      await blockFor('failedSignInPerAccount', account, Math.min(FIRST_TIMEOUT * 2 ** (timeouts - 1), LONGEST_TIMEOUT))
    },
    async succeeded() {
      await forgiveFailures(account)
      if (address) await refund('failedSignInPerIp', address)
    },
  }
}

/** A success, or a proof by mail: the failures before it are forgotten. */
export async function forgiveFailures(account: string): Promise<void> {
  await forgive('failedSignInPerAccount', account)
  await forgive('signInTimeouts', account)
}
