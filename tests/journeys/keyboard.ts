import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** More stops than a page has on the way to anything that a journey looks for. */
const MOST_STOPS = 80

// Text, because it runs in the browser, whose types are not ours.
const FOCUSED = `(() => {
  const element = document.activeElement
  if (!element || element === document.body) return ''
  const label = element.labels?.[0] ?? element
  return label.innerText.replaceAll(/\\s+/g, ' ').replaceAll(' :', ':').trim()
})()`

/** What the keyboard stands on, as a person would name it: its label, or its words. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate<string>(FOCUSED)
}

/** Presses Tab until the keyboard stands on what has this name. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const here = await focused(page)
    if (typeof name === 'string' ? here === name : name.test(here)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard does not reach ${name} on ${page.url()}`)
}

/** From the top of a page past its header, as the first stop of every page offers. */
export async function skipToMain(page: Page): Promise<void> {
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'Skip to main content')
  await page.keyboard.press('Enter')
  assert.equal(await page.locator(':focus').getAttribute('id'), 'main')
}
