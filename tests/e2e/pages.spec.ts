import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test as base, expect } from '@playwright/test'
import { expectAccessible, expectContrast } from '@/tests/support/accessible'
import { scenes } from '@/tests/support/pages'
import { createCast, look, perform, themes, widths } from '@/tests/support/pages-visit'
import { createWorld, type World } from '@/tests/support/pages-world'

type Kept = { world: World; stage: ReturnType<typeof createCast> }

const test = base.extend<object, { kept: Kept }>({
  kept: [
    async ({ browser }, use, { workerIndex }) => {
      const world = await createWorld(`-${Date.now().toString(36)}${workerIndex}`)
      await use({ world, stage: createCast(browser, process.env.BASE_URL ?? '', world) })
    },
    { scope: 'worker' },
  ],
})

test('every page has a scene', () => {
  const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => `/${path.dirname(file)}`.replace(/\/\([^)]*\)/g, '').replace(/^\/\.$/, '') || '/')
  const seen = new Set(scenes.map(({ route }) => route))
  const missing = pages.filter((page) => !seen.has(page))
  expect(missing, `${missing.join(', ')} has no scene → add one to tests/support/scenes`).toEqual([])
})

/** A status that the scene is about, and the sandbox around a mail, which lets not even axe run in it. */
const expected = /status of (4\d\d|503)|^Blocked script execution in 'about:srcdoc'/

for (const scene of scenes) {
  test(`${scene.name}: everybody can use it, in both themes, wide and narrow`, async ({ kept: { world, stage } }) => {
    const page = await stage(scene.as)
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    expect(await perform(page, scene, world)).toBe(scene.status ?? 200)
    for (const width of scene.widths ?? widths) {
      for (const theme of themes) {
        await look(page, width, theme)
        await (theme === 'light' ? expectAccessible : expectContrast)(page)
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(over, `${width} px wide, ${theme}: it runs out of the screen`).toBeLessThanOrEqual(0)
      }
    }
    expect(errors.filter((text) => !expected.test(text))).toEqual([])
    await page.context().close()
  })
}
