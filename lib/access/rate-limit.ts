import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import Redis from 'ioredis'
import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { isRetryable, translate } from '@/lib/db/errors'
import { pool } from '@/lib/db/pool'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Points in seconds, counted for one subject: an address (/64 for IPv6), an e-mail address, an account, an organization. */
export const limits = {
  // what may come from one IP in all, wide enough for an office behind one address; the narrow limits follow
  signIn: { points: 3_000, duration: minute },
  signUp: { points: 100, duration: hour },
  mailedToken: { points: 300, duration: minute },
  invitationPage: { points: 300, duration: minute },
  oauth: { points: 300, duration: minute },
  passkey: { points: 600, duration: minute },
  signOut: { points: 600, duration: minute },
  switchAccount: { points: 600, duration: minute },
  // [OWASP Authentication Cheat Sheet] failures, whatever the account
  failedSignInPerIp: { points: 20, duration: minute },
  // failures for one account; the time out doubles up to an hour
  failedSignInPerAccount: { points: 10, duration: 15 * minute },
  // how often in a day an account's time out began: it doubles each time
  signInTimeouts: { points: 1_000, duration: day },
  // typed codes: for one challenge, and for one account however many challenges were mailed [ASVS V6.6.3]
  codePerChallenge: { points: 5, duration: 10 * minute },
  codePerAccount: { points: 10, duration: hour },
  // mail to one address, and mail that one signed-out address causes
  mailPerAddressMinute: { points: 3, duration: minute },
  mailPerAddressHour: { points: 10, duration: hour },
  // the first reset link within the life of one is sent even when strangers have used those up
  resetPerAddress: { points: 1, duration: 30 * minute },
  mailPerIp: { points: 100, duration: hour },
  // invitations that an organization sends
  invitationsFirstDay: { points: 50, duration: day },
  invitationsPerDay: { points: 1_000, duration: day },
  // slugs are names of all: nobody takes them by the hundred
  createOrganization: { points: 60, duration: hour },
  changeSlug: { points: 10, duration: day },
  // questions to name servers that one organization causes by hand
  checkDomain: { points: 60, duration: hour },
  // each mails those who decide; beyond the second, requests of an organization are shown and not mailed
  askToJoin: { points: 20, duration: day },
  joinRequestMails: { points: 50, duration: day },
  // each mails two people
  offerOwnership: { points: 10, duration: day },
  // each mails up to ten people
  askForAccess: { points: 5, duration: day },
  // each costs a hash
  changePassword: { points: 20, duration: hour },
  // pictures to decode, and copies of everything to write
  uploadAvatar: { points: 30, duration: hour },
  exportData: { points: 3, duration: day },
  // reads through a whole history, for each organization
  exportAudit: { points: 30, duration: hour },
  verifyAudit: { points: 60, duration: hour },
  exportMembers: { points: 30, duration: hour },
  exportOrganization: { points: 10, duration: day },
  // what one signed-in person may ask in a minute of pages that look things up while they type
  lookUp: { points: 120, duration: minute },
} as const satisfies Record<string, { points: number; duration: number }>

export type Limit = keyof typeof limits

type Counted = { name: Limit; subject: string; points: number }
type Store = { client: Redis; reached: Promise<void> }
type Kept = {
  atriumRedis?: Store
  atriumLimiters?: Map<string, RateLimiterAbstract>
  atriumCounted?: AsyncLocalStorage<Counted[]>
}
const kept = globalThis as Kept
kept.atriumCounted ??= new AsyncLocalStorage()
const countedHere = kept.atriumCounted

async function limiter(name: Limit): Promise<RateLimiterAbstract> {
  const store = env.REDIS_URL ? redis(env.REDIS_URL) : null
  await store?.reached // or the first tries after a start would be counted here alone
  kept.atriumLimiters ??= new Map()
  const limiters = kept.atriumLimiters
  const known = limiters.get(name)
  if (known) return known
  const options: IRateLimiterOptions = { ...limits[name], keyPrefix: name }
  // never off: when the store is down this instance counts by itself
  const insuranceLimiter = new RateLimiterMemory(options)
  const made = store
    ? new RateLimiterRedis({ ...options, insuranceLimiter, storeClient: store.client })
    : new RateLimiterPostgres({
        ...options,
        insuranceLimiter,
        storeClient: pool,
        tableName: 'RateLimit',
        tableCreated: true,
      })
  limiters.set(name, made)
  return made
}

function redis(url: string): Store {
  if (kept.atriumRedis) return kept.atriumRedis
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 3_000,
    socketTimeout: 1_000, // one that is there and silent is away
  })
  const reached = new Promise<void>((resolve) => client.once('ready', resolve).once('close', resolve))
  client.on('error', () => {})
  kept.atriumRedis = { client, reached }
  return kept.atriumRedis
}

/** Addresses are not kept in the counters' table in clear. */
const keyOf = (subject: string) => createHash('sha256').update(subject).digest('base64url')

/** Counts one try (or `points`) and throws TOO_MANY beyond the limit. Answers how many were counted so far. */
export async function consume(name: Limit, subject: string, points = 1): Promise<number> {
  const counted = await count(name, subject, points)
  countedHere.getStore()?.push({ name, subject, points })
  return counted
}

/** Counts one try against each limit, or against none: what one of them refuses is not counted by the others. */
export async function consumeAll(tries: [Limit, string][]): Promise<void> {
  const counted: typeof tries = []
  try {
    for (const one of tries) {
      await count(...one)
      counted.push(one)
    }
  } catch (error) {
    for (const one of counted) await refund(...one)
    throw error
  }
  for (const [name, subject] of counted) countedHere.getStore()?.push({ name, subject, points: 1 })
}

/** Counts as many of so many tries as still fit, and says how many, and what refuses the others. */
export async function consumeUpTo(name: Limit, subject: string, wanted: number) {
  const { points, duration } = limits[name]
  const state = await (await limiter(name)).get(keyOf(subject))
  const left = state && state.msBeforeNext > 0 ? points - state.consumedPoints : points
  const allowed = Math.min(wanted, Math.max(0, left))
  const refusal = allowed < wanted ? tooMany(state?.msBeforeNext || duration * 1_000) : null
  if (allowed === 0) return { allowed, refusal }
  try {
    await consume(name, subject, allowed)
    return { allowed, refusal }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await refund(name, subject, allowed) // somebody else was faster: these wait
    return { allowed: 0, refusal: error }
  }
}

/** For a try that may be taken back with `refund`: a refused one is taken back at once, or it would outlive those. */
export async function hold(name: Limit, subject: string): Promise<number> {
  try {
    return await count(name, subject)
  } catch (error) {
    if (error instanceof AppError) await refund(name, subject)
    throw error
  }
}

async function count(name: Limit, subject: string, points = 1): Promise<number> {
  try {
    return (await (await limiter(name)).consume(keyOf(subject), points)).consumedPoints
  } catch (error) {
    if (error instanceof RateLimiterRes) throw tooMany(error.msBeforeNext)
    throw error
  }
}

/** Nobody pays for a fault of ours: what `work` counted is taken back when it failed because we could not do it. */
export async function forgivingOurFaults<Result>(work: () => Promise<Result>): Promise<Result> {
  const counted: Counted[] = []
  try {
    return await countedHere.run(counted, work)
  } catch (error) {
    // nobody waits for it: the store may be what is away
    if (isOurFault(error))
      void Promise.allSettled(counted.map(({ name, subject, points }) => refund(name, subject, points)))
    throw error
  }
}

function isOurFault(error: unknown) {
  const refusal = translate(error)
  return !(refusal instanceof AppError) || refusal.code === 'UNAVAILABLE' || isRetryable(error)
}

/** Throws TOO_MANY if the limit is already used up, and counts nothing. For limits on failures: look first, `consume` after a failure. */
export async function assertWithin(name: Limit, subject: string): Promise<void> {
  const state = await (await limiter(name)).get(keyOf(subject))
  if (state && state.consumedPoints >= limits[name].points && state.msBeforeNext > 0) throw tooMany(state.msBeforeNext)
}

/** Takes back a try that turned out to be none of those that are counted. */
export async function refund(name: Limit, subject: string, points = 1): Promise<void> {
  await (await limiter(name)).reward(keyOf(subject), points)
}

/**
 * Closes the door for longer than the limit's own time. Seconds. Far beyond the limit, not at it: tries that were refused
 * just before are still taken back, and must not open it again.
 */
export async function blockFor(name: Limit, subject: string, seconds: number): Promise<void> {
  await (await limiter(name)).set(keyOf(subject), limits[name].points + 1_000_000, seconds)
}

/** After a success: the failures before it are forgotten, of all these limits at once. */
export async function forgive(subject: string, ...names: Limit[]): Promise<void> {
  const counters = await Promise.all(names.map(limiter))
  const keys = counters.map((one) => one.getKey(keyOf(subject)))
  try {
    if (env.REDIS_URL) await redis(env.REDIS_URL).client.del(keys)
    else await pool.query({ name: 'forgive', text: 'delete from "RateLimit" where key = any($1)', values: [keys] })
  } catch {
    for (const one of counters) await one.delete(keyOf(subject)) // the store is away: what this instance counted itself
  }
}

function tooMany(ms: number) {
  const minutes = Math.max(1, Math.ceil(ms / 60_000))
  const retryAfter = Math.max(1, Math.ceil(ms / 1_000))
  return new AppError('TOO_MANY', `Too many tries. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`, {
    retryAfter,
  })
}
