import sharp from 'sharp'
import { expectAccessible } from '@/tests/support/accessible'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'

const picture = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: '#d97706' } })
    .png()
    .toBuffer()

test('olive gives acme a logo and a colour, and takes a copy of everything with her', async ({ page }) => {
  const { org, olive } = await founded('looks', { olive: 'owner', grace: 'admin' })
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/settings`)
  const file = { name: 'logo.png', mimeType: 'image/png', buffer: await picture() }
  await page.locator('input[type=file][name=logo]').setInputFiles(file)
  await page.getByRole('button', { name: 'Upload logo' }).click()
  await expect(page.locator('img[src^="/api/logos/"]').first()).toBeVisible()
  await page.getByRole('radio', { name: 'Teal' }).check()
  await page.getByRole('button', { name: 'Save colour' }).click()
  await expect(page.getByRole('radio', { name: 'Teal' })).toBeChecked()
  await expectAccessible(page)
  await page.setViewportSize({ width: 320, height: 800 })
  await expectAccessible(page)

  const answer = await page.request.get(`/api/o/${org.slug}/export`)
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-disposition']).toMatch(/^attachment/)
  const copy = JSON.stringify(await answer.json())
  expect(copy).toContain(olive.email)
  expect(copy).toContain(org.slug)
})

test('a logo of acme is for its members alone, and so is the copy for its owners', async ({ page, somebody }) => {
  const { org, olive, grace } = await founded('private', { olive: 'owner', grace: 'admin' })
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/settings`)
  const file = { name: 'logo.png', mimeType: 'image/png', buffer: await picture() }
  await page.locator('input[type=file][name=logo]').setInputFiles(file)
  await page.getByRole('button', { name: 'Upload logo' }).click()
  const logo = await page.locator('img[src^="/api/logos/"]').first().getAttribute('src')
  const stranger = (await somebody('Mallory')).page
  await signIn(stranger, 'owner@globex.test')
  expect((await stranger.request.get(logo ?? '')).status()).toBe(404)
  expect((await stranger.request.get(`/api/o/${org.slug}/export`)).status()).toBe(404)
  const hers = (await somebody('Grace')).page
  await signIn(hers, grace.email)
  expect((await hers.request.get(logo ?? '')).status()).toBe(200)
  expect((await hers.request.get(`/api/o/${org.slug}/export`)).status()).toBe(403)
})
