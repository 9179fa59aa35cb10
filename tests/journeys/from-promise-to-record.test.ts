/* The main journey: from the overview down to one record, and back. With a mouse, by keyboard, and without JavaScript. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { anotherReader, clickWords, datesShown, journeys, mainText, readsWell, visit } from './browser.ts'
import { skipToMain, tabTo } from './keyboard.ts'

const journey = journeys()
const START = '/?on=2024-02-29&known=2024-03-01'

interface Step {
  /** Where the link is, and its words. */
  from: 'main' | 'breadcrumbs'
  link: string | RegExp
  /** What must be opened to see it. */
  opens?: RegExp
  /** The page that it leads to. */
  heading: string
  says: RegExp
}

const RECORD = 'A top 75 service whose name is not established, 01'
const OVERVIEW = 'What was promised, and where it stands: United Kingdom'
const STEPS: Step[] = [
  {
    from: 'main',
    link: /^Mission 1: /,
    heading: 'Mission 1 Transformed public services that achieve the right outcomes',
    says: /Off course 16 of 75 services/,
  },
  {
    from: 'main',
    link: 'Commitment 1: Great services',
    heading: 'Commitment 1 Great services',
    says: /16 of 75 services, 21\.3%/,
  },
  {
    from: 'main',
    link: /^More about this figure.*: Great services$/,
    heading: 'Commitment 1: Great services Great services',
    says: /What was known when/,
  },
  {
    from: 'main',
    opens: /^The records behind it/,
    link: RECORD,
    heading: `Services ${RECORD}`,
    says: /Every entry has two times.*30 September 2023.*What it adds to figures/,
  },
  {
    from: 'main',
    link: 'Great services',
    heading: 'Commitment 1: Great services Great services',
    says: /16 of 75/,
  },
  {
    from: 'breadcrumbs',
    link: 'Great services',
    heading: 'Commitment 1 Great services',
    says: /Milestones/,
  },
  {
    from: 'breadcrumbs',
    link: 'Transforming for a digital future, 2022 to 2025',
    heading: 'June 2022 to 2025 Transforming for a digital future, 2022 to 2025',
    says: /Mission 6/,
  },
  { from: 'breadcrumbs', link: 'United Kingdom', heading: OVERVIEW, says: /Off course/ },
]

journey(
  'a reader goes from the overview down to one record, and back by the breadcrumbs',
  {},
  async (page) => {
    await visit(page, START)
    for (const step of STEPS) {
      await click(page, step)
      await arrivesAt(page, step)
      await readsWell(page)
    }
  },
)

journey('the same with the keyboard alone, from the skip link on', {}, async (page) => {
  await page.goto(START)
  for (const step of STEPS) {
    if (step.from === 'main') await skipToMain(page)
    if (step.opens) {
      await tabTo(page, step.opens)
      await page.keyboard.press('Enter')
    }
    await tabTo(page, step.link)
    await page.keyboard.press('Enter')
    await arrivesAt(page, step)
  }
})

for (const width of [320, 1280]) {
  const viewport = { width, height: 800 }
  journey(
    `the same without JavaScript, ${width} pixels wide: every page says what it says with it`,
    { javaScriptEnabled: false, viewport },
    async (page) => {
      await page.goto(START)
      const withJavaScript = await anotherReader(page, { javaScriptEnabled: true, viewport })
      for (const step of STEPS) {
        await click(page, step)
        await arrivesAt(page, step)
        await withJavaScript.goto(page.url())
        assert.equal(await mainText(page), await mainText(withJavaScript))
      }
    },
  )
}

async function click(page: Page, { from, link, opens }: Step): Promise<void> {
  const part =
    from === 'main' ? page.getByRole('main') : page.getByRole('navigation', { name: 'Where you are' })
  if (opens) await part.getByText(opens).click()
  await clickWords(part.getByRole('link', { name: link, exact: true }).first())
}

/** The page has the heading that was looked for, and is still on the dates that the reader chose. */
async function arrivesAt(page: Page, { heading, says }: Step): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  assert.match(await mainText(page), says)
  assert.equal(await datesShown(page), 'As at 29 February 2024, as known on 1 March 2024.')
}
