import type { RequestInfo } from '@/lib/request'
import { forgiveFailures, judgeTry } from './sign-in-limits'

// What is typed after the first factor. Counted as sign-ins are (ten failures, then 15 minutes, doubling to an hour), but
// each by itself: whoever guesses here closes no other door.

/** A code at the second step of a sign-in. A browser that the person knows is counted by itself, as at the first step. */
export function judgeSecondStep(
  { userId, ...who }: { userId: string; request: RequestInfo; knownDeviceId: string | null },
  isRight: () => Promise<boolean>,
) {
  return judgeTry({ ...who, email: secondStep(userId) }, isRight)
}

export function forgiveSecondStep(userId: string) {
  return forgiveFailures(secondStep(userId))
}

/** A password or code of somebody who is signed in: strangers cannot count here, and a stolen session cannot close the front door. */
export function judgeStepUp(
  { userId, request }: { userId: string; request: RequestInfo },
  isRight: () => Promise<boolean>,
) {
  return judgeTry({ email: 'step-up', request, knownDeviceId: userId }, isRight)
}

const secondStep = (userId: string) => `second-step ${userId}`
