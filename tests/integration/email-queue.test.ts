import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { pool } from '@/lib/db/pool'
import { inTransaction } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { enqueue } from '@/lib/jobs/enqueue'
import { drainOnce, startWorker } from '@/lib/jobs/worker'
import { row, rows } from '../support/database'
import { until } from '../support/wait'
import { samples, token } from './email-samples'

const ada = 'ada@acme.test'
const link = { template: 'sign-in-link', to: ada, props: samples['sign-in-link'] } as const

const jobs = () => rows<{ payload: unknown; last_error: string | null }>('select * from graphile_worker._private_jobs')
const received = (to = ada) =>
  rows<{ template: string; code: string; text: string }>('select * from "MailboxMessage" where "to" = $1', [to])

afterEach(async () => {
  await rows('delete from graphile_worker._private_jobs')
  await rows('delete from "MailboxMessage"')
})

describe('a mail', () => {
  test('leaves after the commit', async () => {
    await inTransaction({ identity: true }, async (db) => {
      await sendMail(db, link)
      expect(await jobs()).toHaveLength(0)
    })
    expect(await jobs()).toHaveLength(1)
    expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
    expect(await received()).toMatchObject([{ template: 'sign-in-link', code: 'K7M4PQ9X' }])
    expect(await jobs()).toHaveLength(0)
  })

  test('never leaves after a rollback', async () => {
    const refused = inTransaction({ identity: true }, async (db) => {
      await sendMail(db, link)
      throw new Error('refused')
    })
    await expect(refused).rejects.toThrow('refused')
    expect(await drainOnce()).toEqual({ done: 0, failed: 0 })
    expect(await received()).toEqual([])
  })

  test('waits in the queue without showing address, name, link or code', async () => {
    await inTransaction({ identity: true }, (db) => sendMail(db, link))
    const waiting = JSON.stringify(await jobs())
    for (const secret of [ada, token, 'K7M4PQ9X', '203.0.113.7', 'Chrome']) expect(waiting).not.toContain(secret)
  })

  test('is not sent when what it offers has expired', async () => {
    const props = { ...link.props, expiresAt: new Date(Date.now() - 1) }
    await inTransaction({ identity: true }, (db) => sendMail(db, { ...link, props }))
    expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
    expect(await received()).toEqual([])
  })

  test('with a name that looks like a date is a mail all the same', async () => {
    const props = { ...samples['password-changed'], name: '2026-01-01T00:00:00.000Z' }
    await inTransaction({ identity: true }, (db) => sendMail(db, { template: 'password-changed', to: ada, props }))
    expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
    expect(await received()).toHaveLength(1)
  })

  test.each(['https://evil.test/reset-password', '//evil.test/', 'http://localhost:3999.evil.test/'])(
    'with a link to %s is refused where it is written',
    async (url) => {
      const props = { ...samples['reset-password'], url }
      const sending = inTransaction({ identity: true }, (db) =>
        sendMail(db, { template: 'reset-password', to: ada, props }),
      )
      await expect(sending).rejects.toThrow('must begin with APP_URL')
    },
  )

  test('whose job was copied to another id opens for nobody', async () => {
    await inTransaction({ identity: true }, (db) => sendMail(db, link))
    await rows(`update graphile_worker._private_jobs
                   set payload = jsonb_set(payload::jsonb, '{id}', to_jsonb(gen_random_uuid()::text))::json`)
    expect(await drainOnce()).toEqual({ done: 0, failed: 1 })
    expect(await received()).toEqual([])
  })
})

test('a job can wait for its time, and a second one with its key takes its place', async () => {
  const job = { id: crypto.randomUUID(), template: 'verify-email', sealed: '' }
  const runAt = new Date(Date.now() + 60_000)
  await inTransaction({ identity: true }, (db) => enqueue(db, 'deliver_mail', job, { jobKey: 'one', runAt }))
  await inTransaction({ identity: true }, (db) =>
    enqueue(db, 'deliver_mail', job, { jobKey: 'one', runAt, maxAttempts: 2 }),
  )
  expect(await drainOnce()).toEqual({ done: 0, failed: 0 })
  expect(await jobs()).toMatchObject([{ key: 'one', max_attempts: 2, run_at: runAt }])
})

describe('the worker', () => {
  test('needs nothing but the app role', async () => {
    const {
      rows: [role],
    } = await pool.query(
      'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
    )
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false })
    const before = await row('select count(*)::int as count from graphile_worker.migrations')
    await startWorker().stop()
    expect(await row('select count(*)::int as count from graphile_worker.migrations')).toEqual(before)
  })

  test('sends at once what is committed while it runs', async () => {
    const worker = startWorker()
    await pause(300)
    await inTransaction({ identity: true }, (db) => sendMail(db, link))
    await until('the mail', async () => (await received()).length === 1, 3_000)
    await worker.stop()
  })

  test('outlives its connections to the database', async () => {
    const worker = startWorker()
    await pause(300)
    await rows(`select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and usename = 'app_user'`)
    await inTransaction({ identity: true }, (db) => sendMail(db, link)).catch(() =>
      inTransaction({ identity: true }, (db) => sendMail(db, link)),
    )
    await until('the mail', async () => (await received()).length === 1, 10_000)
    await worker.stop()
  })

  test('is one with another instance: each mail goes once', async () => {
    const workers = [startWorker(), startWorker()]
    await inTransaction({ identity: true }, async (db) => {
      for (let number = 0; number < 20; number++) await sendMail(db, { ...link, to: `n${number}@acme.test` })
    })
    await until('all jobs', async () => (await jobs()).length === 0, 10_000)
    const counts = await rows(
      'select "to", count(*)::int as count from "MailboxMessage" group by "to" having count(*) > 0',
    )
    expect(counts).toHaveLength(20)
    expect(counts.every(({ count }) => count === 1)).toBe(true)
    await Promise.all(workers.map((worker) => worker.stop()))
  })

  test('takes up what a killed process left locked, not what is being worked on', async () => {
    await inTransaction({ identity: true }, (db) => sendMail(db, link))
    await rows(`update graphile_worker._private_jobs set locked_by = 'gone', locked_at = now() - interval '1 minute'`)
    expect(await drainOnce()).toEqual({ done: 0, failed: 0 })
    await rows(`update graphile_worker._private_jobs set locked_at = now() - interval '3 minutes'`)
    expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
    expect(await received()).toHaveLength(1)
  })
})
