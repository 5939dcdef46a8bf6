import { Worker } from 'node:worker_threads'
import { hash } from '@node-rs/argon2'
import { expect, test, vi } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from '@/lib/auth/passwords/hashing'
import { HASHING } from '@/lib/parameters'

// a short line, so that the test is short
vi.mock('@/lib/parameters', async (original) => ({
  ...(await original<typeof import('@/lib/parameters')>()),
  HASHING: { concurrency: 2, queue: 20 },
}))

test('a password is kept as argon2id with the parameters of the day', async () => {
  const kept = await hashPassword('a long enough password')
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(needsRehash(kept)).toBe(false)
  expect(await verifyPassword(kept, 'a long enough password')).toBe(true)
  expect(await verifyPassword(kept, 'another password')).toBe(false)
})

test('a hash of other parameters still opens, and is to be made again', async () => {
  const old = await hash('a long enough password', { memoryCost: 8_192, timeCost: 2, parallelism: 1 })
  expect(await verifyPassword(old, 'a long enough password')).toBe(true)
  expect(needsRehash(old)).toBe(true)
})

test('what is stored and is no hash is an error for whoever asked, and for nobody after them', async () => {
  for (let time = 0; time < 3; time++) await expect(verifyPassword('no hash', 'x')).rejects.toThrow(/Decoding/)
  expect(await verifyPassword(await hashPassword('right'), 'right')).toBe(true)
})

test('nobody at all costs as much as somebody: one hash of the same parameters is checked against what was typed', async () => {
  const kept = await hashPassword('a long enough password')
  await verifyPassword(null, 'the first time it makes the hash of nobody')
  const asked = vi.spyOn(Worker.prototype, 'postMessage')
  for (const stored of [kept, null]) expect(await verifyPassword(stored, 'wrong')).toBe(false)
  const [somebody, nobody, ...more] = asked.mock.calls.map(([job]) => job)
  expect(somebody).toEqual({ stored: kept, password: 'wrong' })
  expect(nobody).toEqual({ stored: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/), password: 'wrong' })
  expect(more).toEqual([])
})

test('the line is bounded: whoever comes after that is asked to come back', async () => {
  const crowd = HASHING.concurrency + HASHING.queue
  const all = Array.from({ length: crowd + 1 }, () =>
    hashPassword('x').then(
      () => 'done',
      ({ code }) => code,
    ),
  )
  expect(await all.at(-1)).toBe('UNAVAILABLE')
  expect((await Promise.all(all)).filter((one) => one === 'done')).toHaveLength(crowd)
}, 30_000)
