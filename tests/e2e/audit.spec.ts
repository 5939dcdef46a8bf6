import { readFileSync } from 'node:fs'
import { expectAccessible } from '@/tests/support/accessible'
import { rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { tellHistory } from '@/tests/support/history'
import { tabTo } from '@/tests/support/keyboard'
import { person } from '@/tests/support/people'
import { join, organization } from '@/tests/support/world'

/** An organization of its own for each test, as all of them share one database. */
async function owned(word: string) {
  const mark = newEmail('x').split(/[.@]/)[1]
  const name = `olive-${mark}`
  const { org, [name]: olive } = await organization<string>(`${word}-${mark}`, { [name]: 'owner' })
  if (!olive) throw new Error('Nobody owns it.')
  return { org, olive }
}

test('audit: olive narrows the log by keyboard, opens an event, verifies it, takes both files along, and sees who was refused', async ({
  page,
}) => {
  test.slow() // the whole way, on one page
  const { org, olive } = await owned('engines')
  const mia = await join(org, await person('mia', { email: newEmail('mia') }), 'member')
  await tellHistory(org.id, { actors: [olive, mia], events: 3_000, days: 200 })
  await rows(
    `insert into "Refusal" ("organizationId", "actorId", permission, minute, ip) values ($1, $2, 'audit:read', date_trunc('minute', now()), '192.0.2.1')`,
    [org.id, mia.id],
  )
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/audit-log`)
  await expectAccessible(page)

  // by keyboard alone
  await tabTo(page, page.getByLabel('What', { exact: true }))
  await page.keyboard.type('member.role_changed')
  await tabTo(page, page.getByLabel('Who', { exact: true }))
  await page.keyboard.type(mia.email)
  await tabTo(page, page.getByLabel('About', { exact: true }))
  await page.keyboard.type('project 1')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/action=member\.role_changed/)
  await expect(page).toHaveURL(/actor=/)
  const first = page.locator('details').first()
  await expect(first).toContainText('changed the role of Project 1')
  await tabTo(page, first.locator('summary'))
  await page.keyboard.press('Enter')
  await expect(first.locator('del')).toHaveText(/^Apollo \d+$/)
  await expect(first.locator('ins')).toHaveText(/^Gemini \d+$/)
  await expect(first.getByText('Chrome on Linux')).toBeVisible()
  await expectAccessible(page)

  const narrowed = page.url()
  for (const [name, extension] of [
    ['CSV, for sheets', 'csv'],
    ['JSON Lines, for machines', 'jsonl'],
  ] as const) {
    await page.goto(narrowed)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const link = page.getByRole('link', { name })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${org.slug}-audit-log-.*\\.${extension}$`))
    const text = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
    expect(text.length - (extension === 'csv' ? 1 : 0)).toBeGreaterThan(2)
    for (const line of text.slice(1)) expect(line).toMatch(/member\.role_changed.*Project 1\b/)
  }

  await page.goto(`/o/${org.slug}/audit-log?actor=nobody@nowhere.test`)
  await expect(page.getByText('Nothing matches these filters')).toBeVisible()
  await page.goto(`/o/${org.slug}/audit-log`)
  await expect(page.getByText('exported the audit log')).toHaveCount(2)
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page).toHaveURL(/before=/)

  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(page.getByText(/^3,002 events, unbroken since /)).toBeVisible()
  await rows(`update "AuditEvent" set action = 'project.deleted' where sequence = 1234 and "organizationId" = $1`, [
    org.id,
  ])
  await page.getByRole('button', { name: 'Verify again' }).click()
  await expect(page.getByText('Event 1234 is not what was written: its hash differs.')).toBeVisible()
  await page.setViewportSize({ width: 320, height: 800 })
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Refused', exact: true }).click()
  await expect(page.getByRole('row', { name: /mia/ })).toContainText('Read the audit log')
  await expectAccessible(page)
})

test('audit: how long history is kept says what will go, and wants to be chosen', async ({ page }) => {
  const { org, olive } = await owned('keepers')
  await tellHistory(org.id, { actors: [olive], events: 400, days: 400 })
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/audit-log/retention`)
  await expect(page.getByRole('radio', { name: /^For ever/ })).toBeChecked()
  await expect(page.getByText(/^Removes 3\d events within the next hour/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('radio', { name: /^1 year/ }).check()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('What is older than 365 days goes within the next hour')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('radio', { name: /^1 year/ })).toBeChecked()
})

test.describe('audit without JavaScript', () => {
  test.use({ javaScriptEnabled: false })
  test('audit: the log is narrowed and verified by the page itself', async ({ page }) => {
    const { org, olive } = await owned('plain')
    await tellHistory(org.id, { actors: [olive], events: 30, days: 20 })
    await signIn(page, olive.email)
    await page.goto(`/o/${org.slug}/audit-log`)
    await page.getByRole('button', { name: 'Verify', exact: true }).click()
    await expect(page.getByText(/^30 events, unbroken since /)).toBeVisible()
    await page.getByLabel('What', { exact: true }).selectOption('project.deleted')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect(page.getByText('Nothing matches these filters')).toBeVisible()
  })
})
