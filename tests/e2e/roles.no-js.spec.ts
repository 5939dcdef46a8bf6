import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'
import { person } from '@/tests/support/people'
import { joinWith } from '@/tests/support/world'

test('olive makes, edits and deletes a role without JavaScript, and nothing that she typed is lost', async ({
  page,
}) => {
  const { org, olive } = await founded('paper', { olive: 'owner' })
  await signIn(page, olive.email)
  const box = (name: string) => page.getByRole('checkbox', { name, exact: true })

  // nothing ticks by itself here: the server says what is missing, and has ticked it
  await page.goto(`/o/${org.slug}/roles/new`)
  await page.getByLabel('Role name', { exact: true }).fill('Writer')
  await box('See projects').uncheck()
  await box('Create projects').check()
  await page.getByRole('button', { name: 'Create role' }).click()
  await expect(page.getByText(/What you chose needs “See projects”/).first()).toBeVisible()
  await expect(page.getByLabel('Role name', { exact: true })).toHaveValue('Writer')
  await expect(box('See projects')).toBeChecked()
  await expect(box('Create projects')).toBeChecked()
  await page.getByRole('button', { name: 'Create role' }).click()
  await expect(page.getByText('Writer is created.')).toBeVisible()

  // what is locked can be ticked here, and is refused
  await box('Hand over ownership').check({ force: true })
  await page.getByRole('button', { name: 'Review changes' }).click()
  await expect(page.getByText(/for owners alone/).first()).toBeVisible()

  const vera = await joinWith(
    org,
    await person('vera', { email: newEmail('vera') }),
    ['organization:read', 'project:read'],
    'Reader',
  )
  await page.goto(`/o/${org.slug}/roles/${vera.roleId}`)
  await box('Invite people').check()
  await page.getByRole('button', { name: 'Review changes' }).click()
  await expect(page.getByText(`${vera.name} will be able to`)).toBeVisible()
  await expect(page.getByText('Ticked as well, because what you chose needs it')).toBeVisible()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Reader is saved.')).toBeVisible()
  await expect(box('See who is in the organization')).toBeChecked()

  await page.getByLabel('Move them to', { exact: true }).selectOption('member')
  await page.getByRole('button', { name: 'Review deletion' }).click()
  await expect(page.getByText(`${vera.name} will be member.`)).toBeVisible()
  await page.getByRole('button', { name: 'Delete role' }).click()
  await expect(page.getByText('The role is deleted.')).toBeVisible()
  await page.goto(`/o/${org.slug}/members`)
  await expect(page.getByLabel(`Role of ${vera.name}`)).toHaveValue('member')
})
