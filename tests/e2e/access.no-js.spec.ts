import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'

test('without JavaScript vera asks, grace looks as a viewer and stops, and declines with a word', async ({
  page,
  somebody,
}) => {
  const { org, grace, vera } = await founded('plain', { olive: 'owner', grace: 'admin', vera: 'viewer' })
  const hers = (await somebody('Vera')).page
  await signIn(hers, vera.email)
  await hers.goto(`/o/${org.slug}/roles`)
  await hers.getByRole('button', { name: 'Ask for access' }).click()
  await expect(hers.getByText(/^You asked for it on /)).toBeVisible()

  await signIn(page, grace.email)
  await page.goto(`/o/${org.slug}/roles`)
  await page.getByRole('button', { name: 'View as Viewer' }).click()
  await expect(page.getByText('You see this as Viewer.')).toBeVisible()
  await page.getByRole('button', { name: 'Stop viewing' }).click()
  await expect(page).toHaveURL(`/o/${org.slug}/roles`)
  await page.goto(`/o/${org.slug}/members/requests`)
  await page.getByRole('link', { name: `Decline: ${vera.name} asks to be able to: See roles.` }).click()
  const asked = page.getByRole('region', { name: `Decline what ${vera.name} asks for?` })
  await asked.getByLabel(`A word to ${vera.name}`).fill('Ask me in May.')
  await asked.getByRole('button', { name: 'Decline request' }).click()
  await expect(page.getByText(`You declined what ${vera.name} asked for.`)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'This request is not open any more' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to the requests' }).click()
  await expect(page.getByText('No open requests')).toBeVisible()
  await hers.goto(`/o/${org.slug}/roles`)
  await expect(hers.getByRole('button', { name: 'Ask for access' })).toBeVisible()
})
