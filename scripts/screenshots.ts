import { mkdirSync, rmSync } from 'node:fs'
import { chromium } from '@playwright/test'
import sharp from 'sharp'
import { startApplication } from '@/tests/support/application'
import { findBrowser } from '@/tests/support/browser'
import { endAllOnSignal } from '@/tests/support/child'
import { scenes } from '@/tests/support/pages'
import { createCast, look, perform, themes, widths } from '@/tests/support/pages-visit'
import { createWorld } from '@/tests/support/pages-world'

// A picture of every page and state, in both themes, wide and narrow: docs/screenshots/<scene>-<width>-<theme>.png.
// Names of scenes as arguments take only theirs.

const folder = 'docs/screenshots'
const wanted = process.argv.slice(2)

endAllOnSignal()
const app = await startApplication()
process.env.TEST_SUPERUSER_URL = app.superuserUrl
const browser = await chromium.launch(await findBrowser())
try {
  if (wanted.length === 0) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const world = await createWorld()
  const stage = createCast(browser, app.url, world)
  for (const scene of scenes.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const page = await stage(scene.as)
    await perform(page, scene, world)
    for (const width of scene.widths ?? widths) {
      for (const theme of themes) {
        await look(page, width, theme)
        const picture = sharp(await page.screenshot({ animations: 'disabled' })).png({ palette: true, effort: 9 })
        await picture.toFile(`${folder}/${scene.name}-${width}-${theme}.png`)
      }
    }
    await page.context().close()
  }
} finally {
  await browser.close()
  await app.stop()
}
process.exit()
