import { expectAccessible } from '@/tests/support/accessible'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'
import { tabTo } from '@/tests/support/keyboard'

test('olive hands acme over to grace: offered, mailed, accepted by keyboard, and olive is an admin from then on', async ({
  page,
  somebody,
  mailbox,
}) => {
  const { org, olive, grace } = await founded('handover', { olive: 'owner', grace: 'admin', linus: 'member' })
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/settings`)
  await page.getByRole('link', { name: 'Hand over ownership' }).click()
  await page.getByRole('radio', { name: grace.name }).check()
  await expect(page.getByRole('radio', { name: 'You become an admin' })).toBeChecked()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Offer ownership', exact: true }).click()
  await expect(page.getByText('The offer is on its way.')).toBeVisible()
  await expect(page.getByText(`Offered to ${grace.name}`)).toBeVisible()
  await expectAccessible(page)

  const hers = (await somebody('Grace')).page
  await signIn(hers, grace.email)
  const mail = await mailbox.next(grace.email)
  expect(mail.text).toContain(olive.name)
  await hers.setViewportSize({ width: 320, height: 800 })
  await hers.goto(`/o/${org.slug}`)
  await expectAccessible(hers)
  await tabTo(hers, hers.getByRole('button', { name: 'Accept ownership', exact: true }))
  await hers.keyboard.press('Enter')
  await expect(hers.getByText(/You are an owner of .+ now\./)).toBeVisible()

  // her next click is an admin's
  await page.goto(`/o/${org.slug}/settings`)
  await expect(page.getByRole('link', { name: 'Hand over ownership' })).toHaveCount(0)
  expect((await page.request.get(`/o/${org.slug}/settings/ownership`)).status()).toBe(403)
})

test('an offer is taken back, and there is nothing left to accept', async ({ page, somebody }) => {
  const { org, olive, grace } = await founded('takeback', { olive: 'owner', grace: 'admin' })
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/settings/ownership`)
  await page.getByRole('button', { name: 'Offer ownership', exact: true }).click()
  const hers = (await somebody('Grace')).page
  await signIn(hers, grace.email)
  await hers.goto(`/o/${org.slug}`)
  await expect(hers.getByRole('button', { name: 'Accept ownership', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByRole('link', { name: 'Hand over ownership' })).toBeVisible()
  await hers.getByRole('button', { name: 'Accept ownership', exact: true }).click()
  await expect(hers.getByRole('main').getByRole('alert').first()).toBeVisible()
  await hers.goto(`/o/${org.slug}/settings`)
  await expect(hers.getByRole('link', { name: 'Hand over ownership' })).toHaveCount(0)
})
