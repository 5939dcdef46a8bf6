import { expect, type Page } from '@playwright/test'
import { AuthenticatorApp } from '@/tests/support/authenticator-app'
import { password } from '@/tests/support/people'

// What people do at the second factor, with JavaScript or without.

/** To the second step. */
export async function firstStep(page: Page, email: string, secret = password) {
  await page.goto('/sign-in')
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
}

export async function typeCode(page: Page, code: string, label = 'Authentication code') {
  await page.getByLabel(label, { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** On the security page of somebody who has just signed in: their phone, and what they saved. */
export async function setUpApp(page: Page) {
  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Scan this with your authenticator app' })).toBeVisible()
  const app = new AuthenticatorApp(((await page.locator('code').textContent()) ?? '').replace(/\s/g, ''))
  await page.getByLabel('Authentication code', { exact: true }).fill(app.code())
  await page.getByRole('button', { name: 'Switch on', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeVisible()
  const codes = await page.locator('[data-codes] ol li').allTextContents()
  return { app, codes }
}
