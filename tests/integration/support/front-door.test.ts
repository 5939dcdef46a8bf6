import { expect, test } from 'vitest'
import { z } from 'zod'
import { orgAction } from '@/lib/access/actions'
import { as, asNobody, asOne } from '@/tests/support/as'
import { row } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { organization } from '@/tests/support/world'

const say = orgAction('project:create', z.object({ word: z.string() }), async ({ actor }, { word }) => ({
  message: `${actor.name} says ${word}`,
  unchanged: true,
}))

test('an action runs as the person whose browser sent the form', async () => {
  const { ada, vera } = await organization('acme', { ada: 'member', vera: 'viewer' })
  await as(ada)
  expect(await say('acme', {}, form({ word: 'hello' }))).toEqual({ message: 'ada says hello' })
  await as(vera)
  expect(await say('acme', {}, form({ word: 'hello' }))).not.toMatchObject({ message: 'vera says hello' })
  asNobody()
  expect(await outcome(() => say('acme', {}, form({ word: 'hello' })))).toEqual({ redirectTo: '/sign-in' })
})

test('a person signs in once, from an address of their own', async () => {
  const { org, ada, linus } = await organization('globex', { ada: 'member', linus: 'member' })
  const hello = () => say(org.slug, {}, form({ word: 'hello' }))
  expect(await Promise.all([asOne(ada, hello), asOne(linus, hello), asOne(ada, hello)])).toEqual([
    { message: 'ada says hello' },
    { message: 'linus says hello' },
    { message: 'ada says hello' },
  ])
  const session = await row('select ip, method from "Session" where "userId" = $1', [ada.id])
  expect(session).toEqual({ ip: ada.visitor.address, method: 'password' })
})
