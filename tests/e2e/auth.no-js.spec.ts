import type { Page, Response } from '@playwright/test'
import { expect, newEmail, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'

test('without JavaScript: sign up, verify, sign in in two steps', async ({ page, somebody, mailbox }) => {
  const email = newEmail('nora')
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Nora')
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill('password1234')
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Many people use that password')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Nora')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()

  const { links } = await mailbox.next(email, { template: 'verify-email' })
  await page.goto(links.find((one) => one.includes('token=')) ?? '')
  await page.getByRole('button', { name: 'Verify e-mail address' }).click()
  await expect(page).toHaveURL(/\/new$/)

  const again = await somebody('nora again')
  await step1(again.page, email)
  await expect(again.page).toHaveURL(/\/sign-in/)
  await again.page.getByLabel('Password', { exact: true }).fill('not this one at all')
  await again.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(again.page.getByRole('alert')).toContainText("We couldn't sign you in")
  await expect(again.page.getByLabel('Email', { exact: true })).toHaveValue(email)
  await again.page.getByLabel('Password', { exact: true }).fill(password)
  await again.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(again.page).toHaveURL(/\/new$/)
})

test('without JavaScript: the code of the mail', async ({ page, mailbox }) => {
  const otto = await person('Otto', { email: newEmail('otto') })
  await step1(page, otto.email)
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click()
  const { code } = await mailbox.next(otto.email, { template: 'sign-in-link' })
  await page.getByLabel('Authentication code').fill(code ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/new$/)
})

test('nothing in an answer tells who has an account: status, headers and body are the same', async ({ somebody }) => {
  const known = (await person('Petra', { email: newEmail('petra') })).email
  const unknown = newEmail('petro')
  const answers = async (email: string) => {
    const { page } = await somebody('mallory')
    const wrong = async () => {
      await page.getByLabel('Password', { exact: true }).fill('a guess of mallory')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('alert').waitFor()
    }
    const link = async () => {
      await page.getByRole('button', { name: 'Email me a sign-in link' }).click()
      await page.getByLabel('Authentication code').waitFor()
    }
    const code = async () => {
      await page.getByLabel('Authentication code').fill('22222222')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('alert').waitFor()
    }
    const forgot = async () => {
      await page.goto('/forgot-password')
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
    }
    const signUp = async () => {
      await page.goto('/sign-up')
      await page.getByLabel('Name', { exact: true }).fill('Mallory')
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Create account', exact: true }).click()
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
    }
    const seen: Record<string, string> = {}
    for (const [name, act] of Object.entries({ step: () => step1(page, email), wrong, link, code, forgot, signUp })) {
      const posted = page.waitForResponse((response) => response.request().method() === 'POST')
      await act()
      seen[name] = JSON.stringify(await anatomy(await posted, email))
      await page.waitForLoadState() // to its last byte
      seen[`${name}, then`] = without(await page.content(), email)
    }
    return seen
  }
  const [stranger, member] = [await answers(unknown), await answers(known)]
  for (const name of Object.keys(member)) expect(difference(stranger[name], member[name]), name).toBeNull()
})

async function step1(page: Page, email: string) {
  await page.goto('/sign-in')
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Password', { exact: true }).waitFor()
}

async function anatomy(response: Response, email: string) {
  const headers = (await response.headersArray())
    .map(({ name, value }) =>
      /^set-cookie$/i.test(name) ? { name, value: value.replace(/=[^;]*/, cookieShape) } : { name, value },
    )
    .filter(({ name }) => !/^(date|x-request-id|content-length|etag)$/i.test(name))
    .map(({ name, value }) => `${name.toLowerCase()}: ${without(value, email)}`)
  const redirected = response.status() >= 300 && response.status() < 400
  return { status: response.status(), headers, body: redirected ? '' : without(await response.text(), email) }
}

/** Where two texts part, and what they say there. */
function difference(a = '', b = '') {
  if (a === b) return null
  const at = [...a].findIndex((character, index) => character !== b[index])
  const from = Math.max(0, at - 60)
  return [a.slice(from, at + 60), b.slice(from, at + 60)]
}

/** Random in every answer, and as long in each. */
const cookieShape = (value: string) => `=<${value.length} characters>`

const without = (text: string, email: string) =>
  text
    .replaceAll(email, 'EMAIL')
    .replaceAll(encodeURIComponent(email), 'EMAIL')
    .replace(/nonce(=\\?"|-|\\?":\\?")[\w+/=-]+/g, 'NONCE')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID')
    .replace(/expires=[^;]+/gi, 'EXPIRES')
