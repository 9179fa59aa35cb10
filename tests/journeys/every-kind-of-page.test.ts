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
/** A check that finds next to nothing to look at must fail. */
const FEWEST_CHARTS = 30

for (const [where, how] of Object.entries(READERS)) {
  journey(`every kind of page ${where}`, how, async (page) => {
    const faults: string[] = []
    const titles = new Map<string, string>()
    let charts = 0
    for (const { path, status } of await everyKind(page)) {
      const response = await page.goto(path)
      const found = [
        ...(await page.evaluate<string[]>(MISFITS)),
        ...(await page.evaluate<string[]>(UNSEEN_MARKS)),
      ]
      // From here on the browser takes what is focused as reached by keyboard.
      await page.keyboard.press('Tab')
      found.push(...(await page.evaluate<string[]>(UNSEEN_FOCUS)))
      found.push(...(await faultsOf(page)).filter((fault) => how.colorScheme !== 'dark' || !isOfAxe(fault)))
      if (response?.status() !== status) found.push(`answered ${response?.status()}`)
      const title = await page.title()
      const { pathname } = new URL(page.url())
      const other = titles.get(title) ?? pathname
      if (other !== pathname) found.push(`has the title of ${other}: ${title}`)
      titles.set(title, pathname)
      charts += await page.locator('.fp-chart, .fp-spark, .fp-bar').count()
      faults.push(...found.map((fault) => `${path} ${fault}`))
    }
    assert.deepEqual(faults, [])
    assert.ok(charts >= FEWEST_CHARTS, `only ${charts} charts were found`)
  })
}

/** axe takes the colour of words from -webkit-text-fill-color, which is not forced, and their ground from what is. */
function isOfAxe(fault: string): boolean {
  return fault.startsWith('color-contrast')
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

/** Lines, bars and words of charts that do not stand out from the ground behind them. */
const UNSEEN_MARKS = `(() => {
  const parts = (colour) => colour.match(/[0-9.]+/g).map(Number)
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = 'Canvas'
  const ground = parts(getComputedStyle(probe).color)
  probe.remove()
  const contrast = (paint, opacity) => {
    if (paint === 'none') return 1
    const [r, g, b, alpha = 1] = parts(paint)
    const part = alpha * Number(opacity)
    const seen = [r, g, b].map((c, index) => c * part + ground[index] * (1 - part))
    const [light, dark] = [luminance(seen), luminance(ground)].sort((one, other) => other - one)
    return (light + 0.05) / (dark + 0.05)
  }
  const faults = []
  for (const mark of document.querySelectorAll('.fp-chart *, .fp-spark *, .fp-bar *')) {
    if (!/^(path|circle|rect|line|polyline|polygon|text)$/.test(mark.localName)) continue
    // Drawn to keep words apart from lines; the ground of a bar, which has a border.
    if (mark.closest('defs, .fp-chart__halo') || mark.matches('.fp-bar > rect:first-child')) continue
    const { width, height } = mark.getBoundingClientRect()
    if (width === 0 && height === 0) continue
    const { fill, fillOpacity, stroke, strokeOpacity, strokeWidth } = getComputedStyle(mark)
    const asLine = mark.localName !== 'text' && parseFloat(strokeWidth) > 0 ? contrast(stroke, strokeOpacity) : 1
    const asArea = fill.startsWith('url') ? 21 : contrast(fill, fillOpacity)
    // Lines to read numbers from, and the range of a forecast, stand back; its edges are said in words.
    const enough = mark.matches('.fp-chart__grid, .fp-chart__band') ? 1.1 : mark.localName === 'text' ? 4.5 : 3
    const most = Math.max(asLine, asArea)
    if (most < enough) faults.push('has a mark with a contrast of ' + most.toFixed(2) + ': ' + mark.outerHTML.slice(0, 200))
  }
  return faults
})()`

/** Stops of the keyboard that look the same with it and without it. */
const UNSEEN_FOCUS = `(() => {
  const look = (element, part) => {
    if (!element) return ''
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor } = getComputedStyle(element, part)
    const outline = outlineStyle === 'none' || /^rgba.*, 0\\)$/.test(outlineColor) ? '' : outlineWidth + outlineColor
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
