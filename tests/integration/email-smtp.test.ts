import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { TemplateName } from '@/lib/email/templates'
import { rows } from '../support/database'
import { samples, templateNames } from './email-samples'

type Received = { raw: string; mail: Email; to: string[] }

const received: Received[] = []
let refuse: { code: number } | null = null

const server = await listen({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onRcptTo(_address, _session, callback) {
    callback(refuse && Object.assign(new Error('refused'), { responseCode: refuse.code }))
  },
  async onData(stream, session, callback) {
    const pieces: Buffer[] = []
    for await (const piece of stream) pieces.push(piece as Buffer)
    const raw = Buffer.concat(pieces).toString()
    const to = session.envelope.rcptTo.map(({ address }) => address)
    received.push({ raw, to, mail: await PostalMime.parse(raw) })
    callback()
  },
})

process.env.SMTP_URL = `smtp://127.0.0.1:${portOf(server)}`

// Imported now, because the environment is read once.
const { inTransaction } = await import('@/lib/db/scope')
const { sendMail } = await import('@/lib/email/send')
const { drainOnce } = await import('@/lib/jobs/worker')
const { smtp } = await import('@/lib/email/transports/smtp')
const { Undeliverable } = await import('@/lib/email/transport')

const send = <Name extends TemplateName>(template: Name, props = samples[template]) =>
  inTransaction({ identity: true }, (db) => sendMail(db, { template, to: 'ada@acme.test', props }))
const due = () => rows('update graphile_worker._private_jobs set run_at = now()')
const mail = {
  ...{ to: 'ada@acme.test', from: 'Acme <acme@acme.test>', subject: 's', text: 't', html: 'h' },
  ...{ template: 'x', idempotencyKey: 'key' },
}

beforeEach(async () => {
  await rows('delete from graphile_worker._private_jobs')
  received.length = 0
  refuse = null
})

afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

test.each(templateNames)('sends the real %s mail', async (template) => {
  await send(template)
  expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
  const [{ mail, to } = {} as Received] = received
  expect(to).toEqual(['ada@acme.test'])
  expect(mail.from?.address).toBe('atrium@example.test')
  expect(mail.html).toContain('<html')
  // every link is ours, and what the mail was told to link to is there to be read
  for (const link of mail.text?.match(/https?:\/\/\S+/g) ?? []) expect(link).toMatch(/^http:\/\/localhost:3999(\/|$)/)
  for (const told of Object.values(samples[template])) {
    if (`${told}`.startsWith('http')) expect(mail.text).toContain(told)
  }
  expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
})

test('a name with a line break adds no header and no recipient', async () => {
  const props = {
    ...samples.invitation,
    organizationName: 'Acme\r\nBcc: victim@evil.test',
    inviterName: 'Grace\nX-Evil: 1',
  }
  await send('invitation', props)
  await drainOnce()
  const [{ mail, to } = {} as Received] = received
  expect(to).toEqual(['ada@acme.test'])
  expect(mail.bcc ?? []).toEqual([])
  expect(mail.headers.map(({ key }) => key)).not.toContain('x-evil')
  expect(mail.subject?.replaceAll('\u2060', '')).toBe('Grace X-Evil: 1 invited you to Acme Bcc: victim@evil.test')
})

test('a second try carries the same Message-ID, so that the receiving side can tell', async () => {
  refuse = { code: 451 }
  await send('verify-email')
  expect(await drainOnce()).toEqual({ done: 0, failed: 1 })
  refuse = null
  await due()
  expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
  await smtp(process.env.SMTP_URL ?? '').send(mail)
  await smtp(process.env.SMTP_URL ?? '').send(mail)
  expect(received[0]?.mail.messageId).toMatch(/^<[0-9a-f-]{36}@example\.test>$/)
  expect(received[1]?.mail.messageId).toBe('<key@acme.test>')
  expect(received[2]?.mail.messageId).toBe('<key@acme.test>')
})

test('an address that does not exist is not tried again', async () => {
  refuse = { code: 550 }
  await send('verify-email')
  expect(await drainOnce()).toEqual({ done: 1, failed: 0 })
  expect(received).toEqual([])
})

test('a refused password is our fault, not the mail’s: it is tried again', async () => {
  const guarded = await listen({ onAuth: (_auth, _session, callback) => callback(new Error('wrong password')) })
  const error = await smtp(`smtp://user:wrong@127.0.0.1:${portOf(guarded)}?tls.rejectUnauthorized=false`)
    .send(mail)
    .catch((error) => error)
  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(Undeliverable)
  await new Promise<void>((resolve) => guarded.close(() => resolve()))
})

test('a server that never answers is given up', async () => {
  const silent = await listen({ onConnect: () => {} })
  await expect(smtp(`smtp://127.0.0.1:${portOf(silent)}`, 300).send(mail)).rejects.toThrow(/timeout|Greeting/i)
  await new Promise<void>((resolve) => silent.close(() => resolve()))
}, 5_000) // half of what it is given when nobody says

function listen(options: SMTPServerOptions) {
  const server = new SMTPServer({ logger: false, closeTimeout: 100, ...options })
  server.on('error', () => {})
  return new Promise<SMTPServer>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function portOf({ server }: SMTPServer) {
  return (server.address() as AddressInfo).port
}
