import { blockFor, consume, forgive, limits } from '@/lib/access/rate-limit'
import { ipBucket, type RequestInfo } from '@/lib/request'
import { holdTry } from './held-tries'

const MINUTE = 60
const FIRST_TIMEOUT = 15 * MINUTE
const LONGEST_TIMEOUT = 60 * MINUTE

type Who = { email: string; request: RequestInfo; knownDeviceId: string | null }

/**
 * Counts a try before it is judged, so that many at the same moment get no more guesses than one after the other; throws
 * TOO_MANY beyond the limits. A browser in which the person has signed in before is counted by itself: strangers can close
 * the account's front door for a while, never this one [OWASP Authentication Cheat Sheet]. What cannot be judged counts as
 * no try.
 */
export async function judgeTry(
  { email, request, knownDeviceId }: Who,
  isRight: () => Promise<boolean>,
): Promise<boolean> {
  const account = knownDeviceId ? `${email} ${knownDeviceId}` : email
  const fromIp = knownDeviceId ? null : await holdTry('failedSignInPerIp', ipBucket(request.ip))
  try {
    const atAccount = await holdTry('failedSignInPerAccount', account)
    try {
      if (!(await isRight())) {
        await closeAfterTooMany(account, atAccount.counted)
        atAccount.stands()
        fromIp?.stands()
        return false
      }
      await forgiveFailures(account)
      atAccount.stands()
    } catch (error) {
      await atAccount.isTakenBack()
      throw error
    }
  } catch (error) {
    await fromIp?.isTakenBack()
    throw error
  }
  await fromIp?.isTakenBack()
  return true
}

async function closeAfterTooMany(account: string, tries: number) {
  if (tries < limits.failedSignInPerAccount.points) return
  const timeouts = await consume('signInTimeouts', account)
  await blockFor('failedSignInPerAccount', account, Math.min(FIRST_TIMEOUT * 2 ** (timeouts - 1), LONGEST_TIMEOUT))
}

/** A success, or a proof by mail: the failures before it are forgotten. */
export async function forgiveFailures(account: string): Promise<void> {
  await forgive(account, 'failedSignInPerAccount', 'signInTimeouts')
}
