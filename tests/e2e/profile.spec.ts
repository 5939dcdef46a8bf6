import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expectAccessible } from '@/tests/support/accessible'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'
import { join, organization } from '@/tests/support/world'

const photo = async (width = 900, height = 600) => ({
  name: 'me.jpg',
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width, height, channels: 3, background: '#c46a2b' } })
    .jpeg()
    .toBuffer(),
})
const file = (page: Page) => page.getByLabel('Picture', { exact: true })
const upload = (page: Page) => page.getByRole('button', { name: 'Upload picture', exact: true })
const remove = (page: Page) => page.getByRole('button', { name: 'Remove picture', exact: true })
const shown = (page: Page, within: string) =>
  page.locator(`${within} img[src^="/api/avatars/"]`).evaluateAll((images) =>
    images.map((image) => {
      const { complete, naturalWidth } = image as HTMLImageElement
      return complete ? naturalWidth : 0
    }),
  )

async function someone(name: string) {
  const ada = await person(name, { email: newEmail(name) })
  const mark = newEmail('x').split(/[.@]/)[1]
  const { org } = await organization(`profile-${mark}`, { [`olive-${mark}`]: 'owner' })
  await join(org, ada, 'member')
  return { ada, org }
}

test('ada uploads a picture: she sees it before and after, and so do people beside her; then she removes it', async ({
  page,
  somebody,
}) => {
  const { ada, org } = await someone('ada')
  const linus = await join(org, await person('linus', { email: newEmail('linus') }), 'viewer')
  await signIn(page, ada.email)
  await page.goto('/account')
  await file(page).setInputFiles(await photo())
  await expect(page.locator('main img[src^="blob:"]')).toBeVisible()
  await upload(page).click()
  await expect(page.getByText('Your picture is saved.')).toBeVisible()
  await expect(remove(page)).toBeVisible()
  await expect.poll(() => shown(page, 'main')).toEqual([256])
  await expect.poll(() => shown(page, 'header')).toEqual([256])
  await expectAccessible(page)

  const { page: other } = await somebody('linus')
  await signIn(other, linus.email)
  await other.goto(`/o/${org.slug}/members`)
  await expect.poll(() => shown(other, 'main')).toEqual([256])

  await remove(page).click()
  await expect(page.getByText('Your picture is removed.')).toBeVisible()
  await expect(remove(page)).toBeHidden()
  expect(await shown(page, 'body')).toEqual([])
})

test('what cannot be used is said at the field, and what is too large is not even sent', async ({ page }) => {
  const { ada } = await someone('ada')
  await signIn(page, ada.email)
  await page.goto('/account')
  await file(page).setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') })
  await upload(page).click()
  await expect(file(page)).toHaveAccessibleDescription('We can only use PNG, JPEG and WebP pictures.')
  await expect(page.getByRole('alert').filter({ hasText: 'Please check what you entered.' })).toBeFocused()
  await expectAccessible(page)

  const posts: string[] = []
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
  const heavy = { ...(await photo()), buffer: Buffer.alloc(2_097_153) }
  await file(page).setInputFiles(heavy)
  await expect(file(page)).toHaveAccessibleDescription('That picture is larger than 2 MB.')
  await expect(file(page)).toHaveValue('')
  expect(posts).toEqual([])

  // a picture of nearly 2 MB goes through, guard and all
  const noise = sharp({
    create: {
      width: 1_600,
      height: 1_000,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
  const large = await noise.jpeg({ quality: 92 }).toBuffer()
  expect(large.length).toBeGreaterThan(1_100_000)
  expect(large.length).toBeLessThan(2_097_152)
  await file(page).setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: large })
  await upload(page).click()
  await expect(page.getByText('Your picture is saved.')).toBeVisible()
})

test('by keyboard: the field, the button and the way to remove it, in this order, also on a narrow screen', async ({
  page,
}) => {
  const { ada } = await someone('ada')
  await signIn(page, ada.email)
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/account')
  await file(page).setInputFiles(await photo())
  await file(page).focus()
  await page.keyboard.press('Tab')
  await expect(upload(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(remove(page)).toBeVisible()
  await upload(page).focus()
  await page.keyboard.press('Tab')
  await expect(remove(page)).toBeFocused()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
})

test('ada takes a copy of her data: it is prepared while she waits, and comes as a file', async ({ page }) => {
  const { ada, org } = await someone('ada')
  await signIn(page, ada.email)
  await page.goto('/account')
  const prepare = page.getByRole('button', { name: 'Prepare a copy', exact: true })
  await prepare.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: /^Your copy is/ })).toBeVisible()
  const link = page.getByRole('link', { name: 'Download', exact: true })
  await expect(link).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Your copy is ready')).toBeVisible()
  await expectAccessible(page)

  const downloading = page.waitForEvent('download')
  await link.click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/-data-\d{4}-\d\d-\d\d\.json$/)
  const copy = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(copy).toMatchObject({ profile: { email: ada.email }, memberships: [{ organization: { slug: org.slug } }] })

  await page.getByRole('button', { name: 'Delete this copy' }).click()
  await expect(link).toBeHidden()
  await expect(page.getByRole('button', { name: 'Prepare a copy', exact: true })).toBeVisible()
})
