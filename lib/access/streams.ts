import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { AUDIT_AT_ONCE, AUDIT_PATIENCE } from '@/lib/parameters'

const kept = globalThis as { atriumLongReads?: number }
kept.atriumLongReads ??= 0

/** For what reads through a whole table: so many at once in this process and no more. Call what it answers when done; twice does no harm. */
export function takeTurn(): () => void {
  if ((kept.atriumLongReads ?? 0) >= AUDIT_AT_ONCE)
    throw new AppError('TOO_MANY', 'Too many of these are running right now. Try again in a minute.', {
      retryAfter: 30,
    })
  kept.atriumLongReads = (kept.atriumLongReads ?? 0) + 1
  let left = false
  return () => {
    if (!left) kept.atriumLongReads = (kept.atriumLongReads ?? 1) - 1
    left = true
  }
}

/** Waits until the reader wants more. Rejects once there is no reader. One at a time. */
export type Send = (text: string) => Promise<void>

/** Writes while somebody reads. `signal` says that nobody does any more, or that it takes too long. */
export type Write = (send: Send, signal: AbortSignal) => Promise<void>

/**
 * A body that is written while it is sent, at the reader's pace, and not for ever: it ends in an error, so that half a file
 * does not look like a whole one, when the reader is gone or takes longer than our patience. `leave` is called in any case.
 */
export function streamed(write: Write, gone: AbortSignal, leave: () => void): ReadableStream<Uint8Array> {
  const over = new AbortController()
  const { body, send, end, fail } = paced(over)
  const onGone = () => fail(new Error('The reader is gone.'))
  const timer = setTimeout(() => fail(new Error('The reader takes too long.')), AUDIT_PATIENCE)
  if (gone.aborted) onGone()
  gone.addEventListener('abort', onGone, { once: true })
  void write(send, over.signal)
    .then(end)
    .catch((error) => {
      if (over.signal.aborted) return
      log.error({ err: error }, 'a stream broke off')
      fail(error)
    })
    .finally(() => {
      clearTimeout(timer)
      gone.removeEventListener('abort', onGone)
      leave()
    })
  return body
}

/** Nothing is kept between writer and reader: `send` goes on when the reader has asked for more. */
function paced(over: AbortController) {
  const encoder = new TextEncoder()
  let wanted = false
  let wake = () => {}
  let controller: ReadableStreamDefaultController<Uint8Array>
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given
      },
      pull() {
        wanted = true
        wake()
      },
      cancel(reason) {
        over.abort(reason)
        wake()
      },
    },
    { highWaterMark: 0 },
  )
  return {
    body,
    async send(text: string) {
      while (!wanted && !over.signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      over.signal.throwIfAborted()
      wanted = false
      controller.enqueue(encoder.encode(text))
    },
    end() {
      if (!over.signal.aborted) controller.close()
    },
    fail(reason: unknown) {
      if (over.signal.aborted) return
      over.abort(reason)
      controller.error(reason)
      wake()
    },
  }
}
