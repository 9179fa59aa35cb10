/* One page of every kind, on narrow and wide screens and in forced colours: it fits, it reads well, all of it shows. */
import assert from 'node:assert/strict'
import type { BrowserContextOptions } from 'playwright-core'
import { faultsOf, journeys } from './browser.ts'
import { everyKind } from './kinds.ts'

const journey = journeys()
const READERS: Record<string, BrowserContextOptions> = {
  'on a screen 320 pixels wide': { viewport: { width: 320, height: 640 } },
  'on a screen 1280 pixels wide': { viewport: { width: 1280, height: 900 } },
  'in forced colours': { viewport: { width: 1280, height: 900 }, forcedColors: 'active' },
  'in forced colours on a dark ground': {
    viewport: { width: 320, height: 640 },
    forcedColors: 'active',
    colorScheme: 'dark',
  },
}

for (const [where, how] of Object.entries(READERS)) {
  journey(`every kind of page ${where}`, how, async (page) => {
    const kinds = await everyKind(page)
    const titles = new Map<string, string>()
    const faults: string[] = []
    for (const { path, status } of kinds) {
      const response = await page.goto(path)
      const title = await page.title()
      if (response?.status() !== status) faults.push(`${path} answered ${response?.status()}`)
      if (titles.has(title)) faults.push(`${path} has the title of ${titles.get(title)}: ${title}`)
      titles.set(title, path)
      // Once, so that the browser takes what is focused from here on as reached by keyboard.
      await page.keyboard.press('Tab')
      for (const check of [MISFITS, UNSEEN_MARKS, UNSEEN_FOCUS])
        faults.push(...(await page.evaluate<string[]>(check)).map((fault) => `${path} ${fault}`))
      faults.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`))
    }
    assert.deepEqual(faults, [])
  })
}

// These are text, because they run in the browser, whose types are not ours.

/** What is wider than the screen, and what is not headed. */
const MISFITS = `(() => {
  const faults = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) faults.push('is ' + scrollWidth + ' pixels wide in a window of ' + clientWidth)
  for (const text of document.querySelectorAll('svg text')) {
    const { left, right, width } = text.getBoundingClientRect()
    if (width > 0 && (left < -1 || right > clientWidth + 1)) faults.push('cuts off the words ' + text.textContent)
  }
  const headings = document.querySelectorAll('h1').length
  if (headings !== 1) faults.push('has ' + headings + ' headings of level 1')
  return faults
})()`

/** Lines, bars and words of charts in the colour of the ground behind them, or in none. */
const UNSEEN_MARKS = `(() => {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = 'Canvas'
  const ground = getComputedStyle(probe).color
  probe.remove()
  const shows = (paint, opacity) =>
    paint !== 'none' && paint !== ground && !/, 0\\)$/.test(paint) && Number(opacity) >= 0.1
  const faults = []
  for (const mark of document.querySelectorAll('.fp-chart *, .fp-spark *, .fp-bar *')) {
    if (!/^(path|circle|rect|line|polyline|polygon|text)$/.test(mark.localName)) continue
    // Drawn to keep words apart from lines; the ground of a bar, which has a border.
    if (mark.closest('defs, .fp-chart__halo') || mark.matches('.fp-bar > rect:first-child')) continue
    const { width, height } = mark.getBoundingClientRect()
    if (width === 0 && height === 0) continue
    const { fill, fillOpacity, stroke, strokeOpacity, strokeWidth } = getComputedStyle(mark)
    const isLine = mark.localName !== 'text' && parseFloat(strokeWidth) > 0 && shows(stroke, strokeOpacity)
    if (!isLine && !shows(fill, fillOpacity)) faults.push('has a mark that does not show: ' + mark.outerHTML.slice(0, 200))
  }
  return faults
})()`

/** Stops of the keyboard that look the same with it and without it. */
const UNSEEN_FOCUS = `(() => {
  const look = (element, part) => {
    if (!element) return ''
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor } = getComputedStyle(element, part)
    const outline = outlineStyle === 'none' || /, 0\\)$/.test(outlineColor) ? '' : outlineWidth + outlineColor
    return [outline, boxShadow, backgroundColor].join()
  }
  // What stands for a radio button is drawn before its label.
  const looks = (element) => look(element) + look(element.nextElementSibling, '::before')
  const faults = []
  for (const stop of document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')) {
    if (stop.type === 'hidden' || !stop.checkVisibility()) continue
    stop.blur()
    const before = looks(stop)
    stop.focus({ preventScroll: true, focusVisible: true })
    if (document.activeElement !== stop) faults.push('cannot be focused: ' + stop.outerHTML.slice(0, 200))
    else if (looks(stop) === before) faults.push('does not show focus: ' + stop.outerHTML.slice(0, 200))
  }
  return faults
})()`
