import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/** WCAG 2.2 AA as far as a program can see it; a failure lists each finding with its elements. */
export async function expectAccessible(page: Page) {
  await expectNothing(page, new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(standard))
}

/** All that another theme can change. */
export async function expectContrast(page: Page) {
  await expectNothing(page, new AxeBuilder({ page }).withRules('color-contrast'))
}

/** Legacy mode stays within the page, where the other opens a tab for every look; no page of ours frames another site. */
async function expectNothing(page: Page, axe: AxeBuilder) {
  await expect(page).toHaveTitle(/\S/) // an action's answer may draw the page anew, and for a moment it has none then
  const { violations } = await axe.setLegacyMode(true).analyze()
  const findings = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ target }) => `  ${target.join(' ')}`).join('\n')}`,
  )
  expect(findings.join('\n'), `${page.url()} for everybody`).toBe('')
}
