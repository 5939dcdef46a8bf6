import { expect, type Locator, type Page } from '@playwright/test'

/** More stops than any page of ours has: what stands before the focus is found by going around. */
const ONCE_AROUND = 150

/** As somebody without a mouse gets there. */
export async function tabTo(page: Page, control: Locator, key = 'Tab') {
  await control.waitFor()
  for (let presses = 0; presses < ONCE_AROUND && !(await hasFocus(control)); presses++) await page.keyboard.press(key)
  await arrive(control)
}

const hasFocus = (control: Locator) => control.evaluate((element) => element === document.activeElement)

/** The focus is there, it shows, and nothing lies over it [WCAG 2.4.7, 2.4.11]. */
export async function arrive(control: Locator) {
  await expect(control).toBeFocused()
  const seen = () =>
    control.evaluate((element) => {
      const rings = (one: Element | null) => {
        const { outlineStyle, outlineWidth } = one ? getComputedStyle(one) : { outlineStyle: 'none', outlineWidth: '' }
        return outlineStyle !== 'none' && outlineWidth !== '0px'
      }
      const { x, y, width, height } = element.getBoundingClientRect()
      const top = document.elementFromPoint(x + width / 2, y + height / 2)
      // a field with tags in it wears the ring around both
      return { ring: rings(element) || rings(element.parentElement), free: element.contains(top) }
    })
  await expect.poll(seen).toEqual({ ring: true, free: true })
}
