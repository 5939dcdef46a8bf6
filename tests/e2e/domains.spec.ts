import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expectAccessible } from '@/tests/support/accessible'
import { row, rows } from '@/tests/support/database'
import { type DnsServer, startDnsServer } from '@/tests/support/dns-server'
import { provedDomain } from '@/tests/support/domains'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'
import { tabTo } from '@/tests/support/keyboard'
import { person } from '@/tests/support/people'

// One name server, at the port that the application was told: the journeys take turns.
test.describe.configure({ mode: 'serial' })

let dns: DnsServer
test.beforeAll(async () => {
  const [, port] = JSON.parse(process.env.TEST_SERVER ?? '{}').DNS_SERVERS.split(':')
  dns = await startDnsServer(Number(port))
})
test.afterAll(() => dns.stop())

const word = () => `acme-${randomBytes(4).toString('hex')}`

/** Somebody who owns a new organization, under an address that no other test uses. */
async function owned(slug: string) {
  const olive = await person('Olive', { email: newEmail('olive') })
  const name = `Org ${slug}`
  await row(
    `with org as (insert into "Organization" (id, slug, name) values (gen_random_uuid(), $1, $2) returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $3, 'owner' from org returning id`,
    [slug, name, olive.id],
  )
  return { org: { name }, olive }
}

async function press(page: Page, name: string | RegExp) {
  const button = page.getByRole('button', { name }).first()
  await button.focus()
  await page.keyboard.press('Enter')
}

test('olive proves a domain with a record, lets people ask, and lets ada in; grace joins at once', async ({
  page,
  mailbox,
  somebody,
}) => {
  test.slow()
  const slug = word()
  const domain = `${slug}.example`
  const { org, olive } = await owned(slug)
  await signIn(page, olive.email)

  await page.goto(`/o/${slug}/settings/domains`)
  await page.getByLabel('Domain', { exact: true }).fill('gmail.com')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Addresses there are everybody’s.').first()).toBeVisible()
  await page.getByLabel('Domain', { exact: true }).fill(`https://${domain}/`)
  await page.keyboard.press('Enter')
  const card = page.getByRole('group', { name: domain })
  await expect(card.getByText('Waiting for its record')).toBeVisible()
  await press(page, `Check now: ${domain}`)
  await expect(card.getByText(/There is no record with the name/)).toBeVisible()
  await page.setViewportSize({ width: 320, height: 640 })
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 800 })

  const [, name, value] = await card.locator('code').allTextContents()
  dns.set(name ?? '', ['something else', value ?? ''])
  await press(page, `Check now: ${domain}`)
  await expect(card.getByText(`The record is there. ${domain} is yours.`)).toBeVisible()
  await card.getByLabel(`Who may join with an address at ${domain}`).selectOption('ask')
  await card.getByRole('button', { name: `Save who may join by ${domain}` }).click()
  await expect(page.getByText(`People at ${domain} may ask to join.`)).toBeVisible()

  const [ada, grace] = [await somebody('Ada'), await somebody('Grace')]
  for (const one of [ada, grace]) await person(one.name, { email: `${one.name.toLowerCase()}@${domain}` })
  await signIn(ada.page, `ada@${domain}`)
  await expect(ada.page).toHaveURL(/\/new$/)
  await press(ada.page, `Ask to join ${org.name}`)
  await expect(ada.page.getByText('The answer comes by mail.')).toBeVisible()
  await expectAccessible(ada.page)
  await mailbox.next(olive.email, { template: 'join-request' })

  await page.goto(`/o/${slug}/members`)
  await page.getByRole('link', { name: /^Requests/ }).click()
  await expectAccessible(page)
  await page.getByLabel('Role for Ada').selectOption('viewer')
  await press(page, 'Let Ada in')
  await expect(page.getByText('No open requests')).toBeVisible()
  await mailbox.next(`ada@${domain}`, { template: 'join-request' })
  await ada.page.goto(`/o/${slug}`)
  await expect(ada.page.getByRole('main')).toBeVisible()

  await page.goto(`/o/${slug}/settings/domains`)
  await card.getByLabel(`Who may join with an address at ${domain}`).selectOption('join:member')
  await card.getByRole('button', { name: `Save who may join by ${domain}` }).click()
  await expect(page.getByText(`People at ${domain} may join.`)).toBeVisible()
  await signIn(grace.page, `grace@${domain}`)
  await press(grace.page, `Join ${org.name}`)
  await expect(grace.page).toHaveURL(new RegExp(`/o/${slug}$`))

  await card.getByRole('button', { name: `Remove ${domain}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove domain' }).click()
  await expect(page.getByText('No domains yet')).toBeVisible()
  await grace.page.reload()
  await expect(grace.page).toHaveURL(new RegExp(`/o/${slug}$`))
})

test('with two hundred roles a card leads to them, and olive chooses one by the keyboard', async ({ page }) => {
  const { org, olive } = await founded('roles', { olive: 'owner' })
  const [first, second] = [word(), word()].map((name) => `${name}.example`).sort()
  for (const name of [first, second]) await provedDomain(org, name ?? '', { mode: 'ask', setBy: olive })
  await rows(
    `insert into "Role" ("organizationId", name, permissions) select $1, 'Role ' || n, '{}' from generate_series(1, 200) n returning id`,
    [org.id],
  )
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/settings/domains`)
  const card = page.getByRole('group', { name: second })
  await expect(card.getByText('Everybody may ask to join')).toBeVisible()
  await expect(page.locator('option')).toHaveCount(0)
  await expectAccessible(page)
  const change = card.getByRole('link', { name: `Change who may join by ${second}`, exact: true })
  await tabTo(page, change)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Change who may join' })
  const choice = dialog.getByLabel(`Who may join with an address at ${second}`)
  await expect(choice).toHaveValue('ask')
  await page.setViewportSize({ width: 320, height: 640 })
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await tabTo(page, choice)
  await page.keyboard.type('Everybody may join as Role 200')
  await tabTo(page, dialog.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText(`People at ${second} may join.`)).toBeVisible()
  await expect(dialog).toHaveCount(0)
  await expect(page).toHaveURL(/\/domains$/)
  await expect(change).toBeFocused()
  await expect(card.getByText('Everybody may join as Role 200')).toBeVisible()
  await expect(page.getByRole('group', { name: first }).getByText('Everybody may ask to join')).toBeVisible()
})
