import { env } from '@/lib/env'
import { AppError, NOTHING_HERE } from '@/lib/errors'

/** The ways in that are ours; those of others are in providers.ts. `AUTH_METHODS` names what is on; without it everything is. */
export const ownMethods = ['password', 'link', 'passkey'] as const

export type OwnMethod = (typeof ownMethods)[number]

export function isMethodOn(method: string): boolean {
  const wanted = env.AUTH_METHODS?.split(',').map((one) => one.trim())
  return !wanted || wanted.includes(method)
}

/** For the entrances of a method: one that is switched off is not there. */
export function requireMethod(method: OwnMethod) {
  if (!isMethodOn(method)) throw new AppError('NOT_FOUND', NOTHING_HERE)
}
