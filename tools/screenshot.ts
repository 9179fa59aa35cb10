// `npm run screenshot`: the README's picture of the overview, taken from the example.

import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startSite } from '../tests/journeys/site.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from './chromium.ts'
import { ROOT } from './tree.ts'

const PICTURE = 'docs/images/overview.png'

const found = await findChromium(console.log)
if ('why' in found) throw new Error(found.why)
console.log('Recording the example and starting the site.')
const site = await startSite()
try {
  const browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGUMENTS })
  const page = await browser.newPage({ viewport: { width: 1120, height: 1000 } })
  await page.goto(`${site.url}/?on=2024-02-29`)
  await page.screenshot({ path: join(ROOT, PICTURE) })
  await browser.close()
  console.log(`${PICTURE} written`)
} finally {
  await site.stop()
}
