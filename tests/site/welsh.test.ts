/* The Welsh site of both governments: what is English on it is marked as English. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { readGovernment } from '#definitions'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../platform/database/testing.ts'
import { crawl } from './crawl.ts'
import { englishMessages } from './messages.ts'
import { serveExample } from './serving.ts'
import { type Piece, piecesOf } from './words.ts'

/** What is left out has the same parts; and what the records of the larger one say is in a language of their own. */
const SITES = {
  'governments/uk': { leftOut: /[?]|\/records\//, fewest: { pages: 100, texts: 350 } },
  'governments/harbourton': { leftOut: /[?&]known=/, fewest: { pages: 50, texts: 70 } },
}
/** A search for next to nothing must fail. */
const FEWEST_MESSAGES = 400

/** Pages that no link leads to: what goes wrong, and what is asked for. */
const START = [
  '/cy/',
  '/cy/nowhere',
  '/cy/?on=yesterday',
  '/cy/?on=2001-01-01&known=2001-01-01',
  '/cy/search',
  '/cy/search?q=service',
  '/cy/search?q=servise',
  `/cy/search?q=${'x'.repeat(300)}`,
  '/cy/compare?left=nobody',
]

eachDatabase((kind, open) => {
  // The words do not depend on it.
  if (kind === 'postgres') return
  for (const [folder, { leftOut, fewest }] of Object.entries(SITES)) {
    const pages: { address: string; pieces: Piece[] }[] = []
    before(async () => {
      const app = await serveExample(await open<LedgerTables>([registersModule, figuresModule]), folder)
      await crawl(app, START, {
        wanted: (address) => /^\/cy\/(?!.*\.(json|csv|svg)\b)/.test(address) && !leftOut.test(address),
        each({ address, type, body }) {
          if (type.startsWith('text/html')) pages.push({ address, pieces: [...piecesOf(body)] })
        },
      })
    })

    test(`no message is said in English on a Welsh page of ${folder}, unless it is marked as English`, () => {
      const messages = englishMessages()
      const faults = new Map<string, string>()
      for (const { address, pieces } of pages) {
        const welsh = pieces.flatMap(({ says, lang }) => (lang === 'en' ? [] : says)).join('\n')
        for (const message of messages) if (welsh.includes(message)) faults.set(message, address)
      }
      assert.deepEqual([...faults], [])
      assert.ok(messages.length >= FEWEST_MESSAGES, `only ${messages.length} messages were looked for`)
      assert.ok(pages.length >= fewest.pages, `only ${pages.length} pages were read`)
    })

    test(`a text of ${folder} that stands by itself is marked as English, where there is none in Welsh`, async () => {
      const read = await readGovernment(folder)
      assert.ok(read.ok)
      const texts = new Set(englishOnly(read.government))
      const faults = new Map<string, string>()
      for (const { address, pieces } of pages) {
        for (const { says, lang, isDrawn } of pieces) {
          const text = says.replace(/^\d+\. /, '')
          if (lang !== 'en' && !isDrawn && texts.has(text)) faults.set(says, address)
        }
      }
      assert.deepEqual([...faults], [])
      assert.ok(texts.size >= fewest.texts, `only ${texts.size} texts were looked for`)
    })
  }
})

/** Words that are put into sentences, beside a number, and do not stand by themselves. */
const WITHIN = new Set(['unit', 'unitForms', 'record', 'records'])

/** Every text of the definitions that has no Welsh. */
function* englishOnly(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('en' in value && typeof value.en === 'string') {
    if (!('cy' in value)) yield value.en.trim().replaceAll(/\s+/g, ' ')
    return
  }
  for (const [name, each] of Object.entries(value)) if (!WITHIN.has(name)) yield* englishOnly(each)
}
