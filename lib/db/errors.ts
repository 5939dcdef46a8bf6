import { AppError } from '@/lib/errors'

type Failure = { code?: string; constraint: string; message: string }

/** Prisma's and PostgreSQL's codes, wherever in the chain of causes they stand. */
function read(error: unknown): Failure {
  const found: Failure = { constraint: '', message: '' }
  for (let cause = error, depth = 0; cause instanceof Object && depth < 6; depth++) {
    const { code, originalCode, message, constraint, meta, cause: next } = cause as Record<string, unknown>
    for (const candidate of [originalCode, code]) if (typeof candidate === 'string') found.code = candidate
    found.message += ` ${typeof message === 'string' ? message : ''}`
    found.constraint += ` ${constraint ? JSON.stringify(constraint) : ''}`
    const { driverAdapterError } = (meta ?? {}) as { driverAdapterError?: unknown }
    cause = (driverAdapterError ?? next) as Error
  }
  return found
}

const retryable = new Set(['40001', '40P01', 'P2034'])
const down = new Set([
  ...['P1000', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'],
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EPIPE',
    'ENOTFOUND',
    '57P01',
    '57P02',
    '57P03',
    '53300',
    '08006',
    '08001',
    '08003',
  ],
])
const tooSlow = new Set(['57014', '55P03', '25P03'])
const badValue = new Set([
  '22P02',
  '22021',
  '22003',
  '22001',
  'P2000',
  'P2005',
  'P2006',
  'P2007',
  'P2019',
  'P2020',
  'P2023',
])

/** Serialization failures and deadlocks: the transaction did nothing and may be tried again. */
export function isRetryable(error: unknown) {
  const { code, message } = read(error)
  return retryable.has(code ?? '') || /deadlock detected|could not serialize|TransactionWriteConflict/.test(message)
}

export function isDatabaseDown(error: unknown) {
  const { code, message } = read(error)
  return (
    down.has(code ?? '') ||
    tooSlow.has(code ?? '') ||
    /timeout exceeded when trying to connect|Connection terminated|DatabaseNotReachable|Can't reach database|ECONNREFUSED/.test(
      message,
    )
  )
}

/** Somebody else was faster: whoever looks again sees what they did. */
export function isConflict(error: unknown) {
  const refusal = translate(error)
  return refusal instanceof AppError && refusal.code === 'CONFLICT'
}

/** What the database said, as a refusal for the person; anything that is our own mistake comes back as it was. */
export function translate(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const { code, message, constraint } = read(error)
  if (/an_owner_remains|an organization needs an owner/.test(message + constraint)) {
    return new AppError('CONFLICT', 'An organization needs an owner. Make somebody else an owner first.')
  }
  if (isDatabaseDown(error))
    return new AppError(
      'UNAVAILABLE',
      'We cannot reach our database right now. Nothing was changed; please try again in a moment.',
      { retryAfter: 5 },
    )
  if (isRetryable(error))
    return new AppError('CONFLICT', 'Somebody else changed this at the same moment. Please try again.')
  if (code === 'P2002' || code === '23505') return new AppError('CONFLICT', 'That is already taken.')
  if (code === 'P2025') return new AppError('NOT_FOUND', 'There is nothing here.')
  if (badValue.has(code ?? '')) return new AppError('BAD_INPUT', 'That value cannot be stored.')
  return error
}
