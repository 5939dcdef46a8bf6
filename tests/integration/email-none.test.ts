import { NextRequest } from 'next/server'
import { expect, test, vi } from 'vitest'
import { rows } from '../support/database'
import { samples } from './email-samples'

vi.stubEnv('NODE_ENV', 'production')
vi.stubEnv('DEMO_MAILBOX', '0')

// Imported now, because the environment is read once.
const { mailTransport } = await import('@/lib/env')
const { inTransaction } = await import('@/lib/db/scope')
const { sendMail } = await import('@/lib/email/send')
const { drainOnce, startWorker } = await import('@/lib/jobs/worker')
const { GET } = await import('@/app/dev/mailbox.json/route')

test('in production without a way to send, mail waits in the queue, untried', async () => {
  expect(mailTransport).toBe('none')
  const mail = { template: 'verify-email', to: 'ada@acme.test', props: samples['verify-email'] } as const
  await inTransaction({ identity: true }, (db) => sendMail(db, mail))
  expect(await drainOnce()).toEqual({ done: 0, failed: 0 })
  const worker = startWorker()
  await new Promise((resolve) => setTimeout(resolve, 300))
  await worker.stop()
  expect(await rows('select attempts from graphile_worker._private_jobs')).toEqual([{ attempts: 0 }])
})

test('and there is no mailbox', async () => {
  const response = await GET(new NextRequest('http://localhost:3999/dev/mailbox.json'))
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
})
