import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { TemplateName } from '@/lib/email/templates'
import { as, asNobody } from '../support/as'
import { rows } from '../support/database'
import { form } from '../support/form'
import { outcome } from '../support/outcome'
import { until } from '../support/wait'
import { organization } from '../support/world'
import { samples, templateNames, token } from './email-samples'

// The real client against a stand-in for api.resend.com on loopback. It answers what `answers` says, then always 200.

type Received = { path?: string; key?: string; authorization?: string; body: Record<string, unknown> }

const received: Received[] = []
let answers: (number | 'never')[] = []

const stub = createServer(async (request, response) => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  const { authorization, 'idempotency-key': key } = request.headers
  const body = JSON.parse(Buffer.concat(pieces).toString())
  received.push({ path: request.url, key: String(key), authorization, body })
  const status = answers.shift() ?? 200
  if (status === 'never') return
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(
    status === 200
      ? '{"id":"1"}'
      : JSON.stringify({ statusCode: status, name: 'failed', message: `about ${body.to} ?token=${token}` }),
  )
})
await new Promise<void>((resolve) => stub.listen(0, '127.0.0.1', resolve))
const baseUrl = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`

process.env.RESEND_API_KEY = 're_key_of_the_tests'
process.env.RESEND_BASE_URL = baseUrl

// Imported now, because the environment is read once.
const { inTransaction } = await import('@/lib/db/scope')
const { sendMail } = await import('@/lib/email/send')
const { drainOnce, startWorker } = await import('@/lib/jobs/worker')
const { resend } = await import('@/lib/email/transports/resend')
const { forgotPassword } = await import('@/app/(auth)/forgot-password/actions')
const { signUp } = await import('@/app/(auth)/sign-up/actions')
const { inviteMembers } = await import('@/app/o/[slug]/members/actions')
const { Undeliverable } = await import('@/lib/email/transport')

const jobs = () =>
  rows<{ attempts: number; last_error: string; wait: number }>(
    'select attempts, last_error, extract(epoch from run_at - now())::float as wait from graphile_worker._private_jobs',
  )
const due = () => rows('update graphile_worker._private_jobs set run_at = now()')
const send = <Name extends TemplateName>(template: Name, to = 'ada@acme.test') =>
  inTransaction({ identity: true }, (db) => sendMail(db, { template, to, props: samples[template] }))

beforeEach(async () => {
  await rows('delete from graphile_worker._private_jobs')
  received.length = 0
  answers = []
})

afterAll(() => {
  stub.closeAllConnections()
  stub.close()
})

test.each(templateNames)('sends the real %s mail', async (template) => {
  await send(template)
  expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
  expect(received).toHaveLength(1)
  const [{ path, key, authorization, body } = {} as Received] = received
  expect(path).toBe('/emails')
  expect(key).toMatch(/^[0-9a-f-]{36}$/)
  expect(authorization).toBe('Bearer re_key_of_the_tests')
  expect(body).toMatchObject({
    to: 'ada@acme.test',
    from: process.env.EMAIL_FROM,
    tags: [{ name: 'template', value: template }],
  })
  expect(body).toMatchObject({ headers: { 'Auto-Submitted': 'auto-generated' } })
  expect(body.html).toMatch(/^<!DOCTYPE html/)
  expect(body.text).not.toContain('<')
})

describe('when the provider is down', () => {
  test('the same mail goes later, under the same key, and once', async () => {
    answers = [500, 429]
    await send('reset-password')
    expect(await drainOnce()).toEqual({ done: 0, failed: 1 })
    await due()
    expect(await drainOnce()).toEqual({ done: 0, failed: 1 })
    await due()
    expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
    expect(received).toHaveLength(3)
    expect(received[1]).toEqual(received[0])
    expect(received[2]).toEqual(received[0])
    expect(await jobs()).toEqual([])
  })

  test('each wait is longer than the one before', async () => {
    answers = [500, 500, 500]
    await send('reset-password')
    const waits: number[] = []
    for (let attempt = 0; attempt < 3; attempt++) {
      await drainOnce()
      waits.push((await jobs())[0]?.wait ?? 0)
      await due()
    }
    expect(waits[0]).toBeGreaterThan(1)
    expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) * 2)
    expect(waits[2]).toBeGreaterThan((waits[1] ?? 0) * 2)
  })

  test('what the provider says does not put a token into the queue’s tables', async () => {
    answers = [500]
    await send('reset-password')
    await drainOnce()
    expect((await jobs())[0]?.last_error).toContain('Resend answered 500')
    expect((await jobs())[0]?.last_error).not.toContain(token)
  })

  test('a mail whose link has run out in the meantime is not sent', async () => {
    answers = [500]
    const props = { ...samples['reset-password'], expiresAt: new Date(Date.now() + 2_500) }
    await inTransaction({ identity: true }, (db) =>
      sendMail(db, { template: 'reset-password', to: 'ada@acme.test', props }),
    )
    expect(await drainOnce()).toEqual({ done: 0, failed: 1 })
    await new Promise((resolve) => setTimeout(resolve, 2_550))
    await due()
    expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
    expect(received).toHaveLength(1)
  })
})

test('while it never answers, people sign up, ask for a reset and invite, and nobody waits for it', async () => {
  const { org, grace } = await organization('patience', { grace: 'admin' })
  answers = ['never', 'never', 'never', 'never']
  const worker = startWorker()
  try {
    asNobody()
    const waiting = { redirectTo: expect.stringContaining('sent') }
    expect(await outcome(() => forgotPassword({}, form({ email: grace.email })))).toEqual(waiting)
    await until('the worker to be kept waiting', async () => received.length > 0)
    asNobody()
    const ada = { name: 'Ada', email: 'ada@patience.test', password: 'correct-horse-battery-staple' }
    expect(await outcome(() => signUp({}, form(ada)))).toEqual(waiting)
    await as(grace)
    const invited = await inviteMembers(org.slug, {}, form({ emails: 'linus@patience.test', role: 'member' }))
    expect(invited.results).toMatchObject([{ ok: true }])
    expect(answers.length).toBeGreaterThan(0)
  } finally {
    stub.closeAllConnections()
    answers = []
    await worker.stop()
  }
  await due()
  while ((await drainOnce()).failed > 0) await due()
  const sent = received.filter(({ body }) => body.to === grace.email)
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1) // however often, one mail
  expect(new Set(received.map(({ body }) => body.to))).toEqual(
    new Set([grace.email, 'ada@patience.test', 'linus@patience.test']),
  )
})

test('a mail that is refused for good is not tried again', async () => {
  answers = [422]
  await send('verify-email')
  expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
  expect(await jobs()).toEqual([])
  expect(received).toHaveLength(1)
})

describe('the transport', () => {
  const mail = {
    to: 'a@acme.test',
    from: 'b@acme.test',
    subject: 's',
    text: 't',
    html: 'h',
    template: 'x',
    idempotencyKey: 'k',
  }

  test('gives up on a provider that never answers', async () => {
    answers = ['never']
    await expect(resend({ apiKey: 're_x', baseUrl, patience: 300 }).send(mail)).rejects.toThrow(
      'Resend answered nothing',
    )
  }, 5_000) // half of what it is given when nobody says

  test('gives up on a provider that is not there', async () => {
    await expect(resend({ apiKey: 're_x', baseUrl: 'http://127.0.0.1:1' }).send(mail)).rejects.toThrow(
      'Resend answered nothing',
    )
  })

  test.each([
    [400, true],
    [401, false],
    [403, false],
    [409, false],
    [413, true],
    [422, true],
    [429, false],
    [500, false],
    [503, false],
  ])('takes %i as final: %s', async (status, final) => {
    answers = [status]
    const error = await resend({ apiKey: 're_x', baseUrl })
      .send(mail)
      .catch((error) => error)
    expect(error).toBeInstanceOf(Error)
    expect(error instanceof Undeliverable).toBe(final)
  })
})
