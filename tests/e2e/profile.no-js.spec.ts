import sharp from 'sharp'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'

test('ada uploads a picture, is told what cannot be used, and removes it', async ({ page }) => {
  const ada = await person('ada', { email: newEmail('ada') })
  await signIn(page, ada.email)
  await page.goto('/account')
  const file = page.getByLabel('Picture', { exact: true })
  const upload = page.getByRole('button', { name: 'Upload picture', exact: true })
  await upload.click()
  await expect(page.getByText('Choose a picture.').first()).toBeVisible()
  await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') })
  await upload.click()
  await expect(file).toHaveAccessibleDescription('We can only use PNG, JPEG and WebP pictures.')

  const create = { width: 90, height: 60, channels: 3, background: '#c46a2b' } as const
  await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: await sharp({ create }).png().toBuffer() })
  await upload.click()
  await expect(page.getByText('Your picture is saved.')).toBeVisible()
  await expect(page.locator('main img[src^="/api/avatars/"]')).toBeVisible()
  await page.getByRole('button', { name: 'Remove picture', exact: true }).click()
  await expect(page.getByText('Your picture is removed.')).toBeVisible()
  await expect(page.locator('img[src^="/api/avatars/"]')).toHaveCount(0)
})

test('ada asks for a copy of her data, reloads until it is ready, and takes it', async ({ page }) => {
  const ada = await person('ada', { email: newEmail('ada') })
  await signIn(page, ada.email)
  await page.goto('/account')
  await page.getByRole('button', { name: 'Prepare a copy' }).click()
  await expect(page.getByText(/^Your copy is/)).toBeVisible()
  const link = page.getByRole('link', { name: 'Download', exact: true })
  await expect(async () => {
    await page.goto('/account')
    await expect(link).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 30_000 })
  const answer = await page.request.get((await link.getAttribute('href')) ?? '')
  expect(answer.headers()['content-disposition']).toMatch(/^attachment/)
  expect(answer.headers()['content-security-policy']).toBe(
    `default-src 'none'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'`,
  )
  expect((await answer.json()).profile.email).toBe(ada.email)
})
