import { describe, expect, test } from 'vitest'
import { createLog, logFor } from '@/lib/log'
import { seal } from '@/lib/seal'

function collect(json: boolean) {
  const lines: string[] = []
  return { lines, log: createLog({ json, level: 'debug', stream: { write: (line) => void lines.push(line) } }) }
}

const secret = 'SeCrEt0123456789abcdefghijklmnopqrstuvwxyz0'

describe.each([
  ['JSON for machines', true],
  ['a line for people', false],
])('%s', (_, json) => {
  test.each<[string, unknown, string?]>([
    ['a field of that name', { token: secret, nested: { newPassword: secret, list: [{ apiKey: secret }] } }],
    ['headers', { headers: { cookie: `s=${secret}`, authorization: `Bearer ${secret}`, 'set-cookie': [secret] } }],
    ['a Headers object', { headers: new Headers({ cookie: secret }) }],
    ['the query of an address', { url: `/verify-email?a=1&token=${secret}&b=2` }],
    ['a URL object', { at: new URL(`https://a.test/sign-in/link?token=${secret}`) }],
    ['the path of an invitation', {}, `GET /invite/${secret} 200`],
    ['a message', {}, `following https://a.test/reset-password?token=${secret}`],
    ['a database address', { err: new Error(`cannot reach postgresql://app:${secret}@db:5432/app`) }],
    ['an error of an error', { err: new Error('outer', { cause: new Error(`?token=${secret}`) }) }],
    ['an error given alone', new Error(`?token="${secret}"&token=${secret}`)],
    ['a field of an error', Object.assign(new Error('no'), { request: { password: secret } })],
    ['a session cookie in a text', {}, `sent __Host-session=${secret}; Path=/`],
    ['a sealed value', { value: seal(secret, 'p') }],
    ['a provider’s key', {}, `with re_${secret}`],
  ])('never shows what is in %s', (_, fields, message = 'something happened') => {
    const { lines, log } = collect(json)
    if (fields instanceof Error) log.error(fields)
    else log.info(fields, message)
    const sealed = seal(secret, 'p').split('.')[2]
    expect(lines).toHaveLength(1)
    expect(lines.join('')).not.toContain(secret)
    expect(lines.join('')).not.toContain(sealed)
    expect(lines.join('')).toContain('[redacted]')
  })

  test('keeps what is needed to find the fault', () => {
    const { lines, log } = collect(json)
    log.error({ err: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), path: '/o/acme?page=2' }, 'failed')
    const all = lines.join('')
    for (const kept of ['failed', 'refused', '/o/acme?page=2', 'log.test.ts']) expect(all).toContain(kept)
  })
})

test('a child says on every line which request, person and organization it belongs to', () => {
  const { lines, log } = collect(true)
  logFor({ requestId: 'r1', userId: 'u1', orgId: 'o1' }, log).info('seen')
  logFor({ requestId: 'r2', userId: undefined }, log).warn({ page: 2 }, 'seen')
  const [first, second] = lines.map((line) => JSON.parse(line))
  expect(first).toMatchObject({ level: 'info', requestId: 'r1', userId: 'u1', orgId: 'o1', msg: 'seen' })
  expect(second).toMatchObject({ level: 'warn', requestId: 'r2', page: 2, msg: 'seen' })
  expect(second).not.toHaveProperty('userId')
})

test('a JSON line stays JSON, whatever a secret looked like', () => {
  const { lines, log } = collect(true)
  log.info({ text: 'token=ab"c\\d\n&token=\\"x' }, 'token="x\\')
  expect(JSON.parse(lines[0] ?? '')).toHaveProperty('msg')
})

test('a circle or a deep structure does not stop the log', () => {
  const circle: Record<string, unknown> = { name: 'round' }
  circle.self = circle
  const { lines, log } = collect(true)
  log.info({ circle }, 'seen')
  expect(lines).toHaveLength(1)
})
