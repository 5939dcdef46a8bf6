import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { asNobody } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { environment } from '@/tests/support/environment'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { startRedis } from '@/tests/support/redis-server'
import { newVisitor } from '@/tests/support/visitor'
import { REFUSED } from './auth-journeys'

// The same limits, wherever they are counted.

const TOO_MANY = { message: expect.stringMatching(/^Too many tries\./) }

/** Another process, as far as the limiter can tell: nothing that one instance keeps in memory is there. */
async function instance(settings: Record<string, string> = {}) {
  vi.resetModules()
  const kept = globalThis as { atriumLimiters?: unknown; atriumRedis?: unknown; atriumHeldTries?: unknown }
  kept.atriumLimiters = kept.atriumRedis = kept.atriumHeldTries = undefined
  Object.assign(process.env, settings)
  const { signIn } = await import('@/app/(auth)/sign-in/actions')
  return (email: string, password = 'a guess') => outcome(() => signIn({}, form({ email, password, step: 'password' })))
}

// a guess costs a hash, and each of these needs dozens of them
vi.setConfig({ testTimeout: 60_000 })

let run = 0
beforeEach(() => {
  run++
})
afterEach(() => {
  Object.assign(process.env, { REDIS_URL: '', TRUSTED_PROXY_HOPS: environment.TRUSTED_PROXY_HOPS })
})

type Store = 'PostgreSQL' | 'PostgreSQL without its table' | 'Redis' | 'Redis, which is away' | 'Redis, which is silent'

/** What an instance is told so that it counts there, for this test. */
async function countingIn(store: Store): Promise<Record<string, string>> {
  if (store === 'PostgreSQL') return {}
  if (store === 'Redis, which is away') return { REDIS_URL: 'redis://127.0.0.1:1' }
  if (store === 'PostgreSQL without its table') {
    await rows('alter table "RateLimit" rename to "RateLimit away"')
    onTestFinished(tableIsBack)
    return {}
  }
  const { url, stop } = await startRedis({ silent: store !== 'Redis' })
  onTestFinished(stop)
  return { REDIS_URL: url }
}

async function tableIsBack() {
  await rows('alter table if exists "RateLimit away" rename to "RateLimit"')
}

/** Nine failures at one account, from a new browser; the tenth would close it. */
async function failNineTimes(at: Awaited<ReturnType<typeof instance>>, email: string) {
  asNobody()
  for (let count = 0; count < 9; count++) expect(await at(email)).toMatchObject({ message: REFUSED })
}

/** Twenty failures from one address, whatever the accounts; the next is one too many. */
async function failTwentyTimes(...instances: Awaited<ReturnType<typeof instance>>[]) {
  for (let count = 0; count < 20; count++) {
    const guess = instances[count % instances.length]
    expect(await guess?.(`somebody-${run}-${count}@people.test`)).toMatchObject({ message: REFUSED })
  }
}

test.each<Store>(['PostgreSQL', 'Redis'])('two instances count together in %s, from their first try', async (store) => {
  const settings = await countingIn(store)
  const [one, other] = [await instance(settings), await instance(settings)]
  asNobody()
  await failTwentyTimes(one, other)
  expect(await one(`more-${run}@people.test`)).toMatchObject(TOO_MANY)
  expect(await other(`more-${run}@people.test`)).toMatchObject(TOO_MANY)
  expect(await (await instance(settings))(`more-${run}@people.test`)).toMatchObject(TOO_MANY)
})

test.each<Store>(['PostgreSQL without its table', 'Redis, which is away', 'Redis, which is silent'])(
  'a limit is never off: where it counts in %s, each instance counts by itself',
  async (store) => {
    const one = await instance(await countingIn(store))
    asNobody()
    await failTwentyTimes(one)
    expect(await one(`more-${run}@people.test`)).toMatchObject(TOO_MANY)
  },
)

test('when the table is back the instances count together again', async () => {
  const one = await instance(await countingIn('PostgreSQL without its table'))
  asNobody()
  await failTwentyTimes(one)
  await tableIsBack()
  asNobody()
  await failTwentyTimes(one)
  expect(await (await instance())(`more-${run}@people.test`)).toMatchObject(TOO_MANY)
})

test.each<Store>(['PostgreSQL', 'PostgreSQL without its table', 'Redis', 'Redis, which is away'])(
  'who signs in is forgiven what failed before, counted in %s',
  async (store) => {
    const nina = await person('nina')
    const one = await instance(await countingIn(store))
    await failNineTimes(one, nina.email)
    expect(await one(nina.email, nina.password)).toHaveProperty('redirectTo')
    await failNineTimes(one, nina.email)
    expect(await one(nina.email)).toMatchObject({ message: REFUSED })
    asNobody()
    expect(await one(nina.email, nina.password)).toMatchObject(TOO_MANY)
  },
)

test('without a proxy of ours nobody chooses an address for themself', async () => {
  const one = await instance({ TRUSTED_PROXY_HOPS: '0' })
  for (let count = 0; count < 20; count++) {
    asNobody()
    expect(await one(`spoof-${count}@people.test`)).toMatchObject({ message: REFUSED })
  }
  asNobody(newVisitor({ 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' }))
  expect(await one('spoof@people.test')).toMatchObject(TOO_MANY)
})

test('behind one proxy what a client wrote before it is not believed', async () => {
  const one = await instance()
  for (let count = 0; count < 20; count++) {
    asNobody(newVisitor({ 'x-forwarded-for': `203.0.113.${count}, 198.18.9.9` }))
    expect(await one(`hops-${count}@people.test`)).toMatchObject({ message: REFUSED })
  }
  asNobody(newVisitor({ 'x-forwarded-for': '203.0.113.99, 198.18.9.9' }))
  expect(await one('hops@people.test')).toMatchObject(TOO_MANY)
})
