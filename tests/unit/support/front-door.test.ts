import { notFound, redirect } from 'next/navigation'
import { expect, test } from 'vitest'
import { cookieStore } from '@/tests/support/cookies'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { becomes, inside, newVisitor, visitor } from '@/tests/support/visitor'

test('an outcome is the answer, or where the person is sent, or the status of the page they get', async () => {
  expect(await outcome(async () => ({ message: 'Saved.' }))).toEqual({ message: 'Saved.' })
  expect(await outcome(async () => redirect('/o/acme?tab=1'))).toEqual({ redirectTo: '/o/acme?tab=1' })
  expect(await outcome(async () => notFound())).toEqual({ status: 404 })
  await expect(outcome(async () => Promise.reject(new Error('a fault')))).rejects.toThrow('a fault')
})

test('a form sends lists as repeated fields and leaves out what is undefined', () => {
  const data = form({ email: ['ada@people.test', 'grace@people.test'], role: 'member', next: undefined })
  expect(data.getAll('email')).toEqual(['ada@people.test', 'grace@people.test'])
  expect([...data.keys()]).toEqual(['email', 'email', 'role'])
})

test('a cookie that has expired is gone', () => {
  const { cookies } = newVisitor()
  const store = cookieStore(cookies)
  store.set('session', 'a', { httpOnly: true }).set({ name: 'hint', value: 'b' }).set('old', 'c')
  store.set('session', '', { maxAge: 0 }).delete('old')
  expect(store.getAll().map(({ name }) => name)).toEqual(['hint'])
})

test('requests side by side keep their own browser', async () => {
  const [ada, linus, grace] = [newVisitor(), newVisitor(), newVisitor()]
  becomes(grace)
  const later = () => new Promise((done) => setTimeout(done, 5)).then(visitor)
  expect(await Promise.all([inside(ada, later), inside(linus, later), later()])).toEqual([ada, linus, grace])
})
