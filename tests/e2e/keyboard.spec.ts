import { randomBytes } from 'node:crypto'
import { expect, newEmail, test } from '@/tests/support/e2e'
import { arrive, tabTo } from '@/tests/support/keyboard'
import { createWorld } from '@/tests/support/pages-world'
import { password } from '@/tests/support/people'
import { join } from '@/tests/support/world'

test('olive signs in, switches, invites somebody and signs out without a mouse, and always sees where she is', async ({
  page,
  mailbox,
}) => {
  const { people, engines, initech } = await createWorld(`-${randomBytes(4).toString('hex')}`)
  await join(initech, people.olive, 'admin')
  const press = (key: string) => page.keyboard.press(key)
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })

  await page.goto('/sign-in')
  await arrive(page.getByLabel('Email', { exact: true }))
  await page.keyboard.type(people.olive.email)
  await press('Enter')
  await arrive(page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(password)
  await press('Enter')
  await page.waitForURL('**/account/organizations')

  await tabTo(page, button('Switch organization'))
  await press('Enter')
  const option = (name: string) => page.getByRole('region', { name: 'Switch organization' }).getByRole('link', { name })
  await expect(option(engines.name)).toBeVisible()
  await press('ArrowDown')
  await arrive(option(engines.name))
  await press('i') // the first letter of the other one
  await arrive(option(initech.name))
  await press('Enter')
  await page.waitForURL(`**/o/${initech.slug}`)

  const navigation = page.getByRole('navigation', { name: 'Main' })
  await tabTo(page, navigation.getByRole('link', { name: 'Members', exact: true }))
  await press('Enter')
  await page.waitForURL('**/members')

  await tabTo(page, button('Invite people'))
  await press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Invite people' })
  await arrive(dialog.getByLabel('Email addresses'))
  const grace = newEmail('grace')
  await page.keyboard.type(`${grace},`)
  await tabTo(page, dialog.getByRole('button', { name: 'Send invitations' }))
  await press('Enter')
  await expect(dialog.getByText('One invitation is on its way.')).toBeVisible()
  await press('Escape')
  await expect(dialog).toHaveCount(0)
  await arrive(button('Invite people'))
  await mailbox.next(grace, { template: 'invitation' })

  await tabTo(page, button('Account menu'), 'Shift+Tab')
  await press('Enter')
  await press('ArrowUp') // the last comes before the first
  await arrive(button('Sign out'))
  await press('Enter')
  await page.waitForURL('**/sign-in?signed-out')
})
