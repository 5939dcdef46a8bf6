import { parseOptions } from '@node-rs/argon2'
import { AppError } from '@/lib/errors'
import { ARGON2, HASHING } from '@/lib/parameters'
import { createSecret } from '../secrets'
import { hashOnThread, verifyOnThread } from './hashing-threads'

// Never call these inside an open transaction: whoever waits here would hold a database connection meanwhile.

type Line = { running: number; waiting: (() => void)[]; decoy?: Promise<string> }

// one line for the whole process: Next bundles this file more than once
const kept = globalThis as { atriumHashing?: Line }
kept.atriumHashing ??= { running: 0, waiting: [] }
const line = kept.atriumHashing

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hashOnThread(password))
}

/** Costs the same with no hash at all, so that the time does not tell who has an account. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  line.decoy ??= hashOnThread(createSecret())
  const decoy = await line.decoy
  const matches = await inTurn(() => verifyOnThread(stored ?? decoy, password))
  return stored !== null && matches
}

/** Whether a hash was made with other parameters than today's. */
export function needsRehash(stored: string): boolean {
  const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(stored)
  const argon2id = 2
  return (
    Number(algorithm) !== argon2id ||
    memoryCost !== ARGON2.memoryCost ||
    timeCost !== ARGON2.timeCost ||
    parallelism !== ARGON2.parallelism
  )
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (line.running >= HASHING.concurrency) await standInLine()
  else line.running++
  try {
    return await work()
  } finally {
    const next = line.waiting.shift()
    if (next) next()
    else line.running--
  }
}

/** Resolves with the place of whoever has just finished. */
function standInLine() {
  if (line.waiting.length >= HASHING.queue) throw tooBusy()
  return new Promise<void>((resolve) => line.waiting.push(resolve))
}

export function tooBusy() {
  return new AppError('UNAVAILABLE', 'Many people are signing in right now. Please try again in a moment.', {
    retryAfter: 5,
  })
}
