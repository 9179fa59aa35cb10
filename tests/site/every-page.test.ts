/* All of the public site, for both governments: every link of it is followed, and every page of it is valid HTML. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../platform/database/testing.ts'
import { type Answer, crawl } from './crawl.ts'
import { serveExample } from './serving.ts'

/** A crawler that finds next to nothing must fail. */
const FEWEST = {
  'governments/uk': { addresses: 10_000, pages: 900 },
  'governments/harbourton': { addresses: 1000, pages: 50 },
}

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // The standard allows more than one way of writing these, and GOV.UK Frontend's templates have their own.
    'doctype-style': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
    // A table that scrolls stands in a section that is reached by keyboard and named after its caption.
    'prefer-native-element': 'off',
  },
})

eachDatabase((kind, open) => {
  for (const [folder, fewest] of Object.entries(FEWEST)) {
    // What the pages of the larger one need of a database, those of the smaller one need too.
    if (kind === 'pglite' && folder === 'governments/uk') continue
    const answers: Pick<Answer, 'address' | 'status' | 'type' | 'from'>[] = []
    const pages: Pick<Answer, 'address' | 'body'>[] = []
    before(async () => {
      const app = await serveExample(await open<LedgerTables>([registersModule, figuresModule]), folder)
      await crawl(app, ['/', '/cy/'], {
        each: ({ address, status, type, from, body }) => {
          answers.push({ address, status, type, from })
          if (isOwnPage(address, type)) pages.push({ address, body })
        },
      })
    })

    test(`every link of ${folder} leads somewhere`, () => {
      const wrong = answers.filter(({ status }) => status !== 200)
      assert.deepEqual(wrong, [])
      assert.ok(answers.length >= fewest.addresses, `only ${answers.length} addresses were found`)
      const types = new Set(answers.map(({ type }) => type.split(';', 1)[0]))
      for (const type of ['text/html', 'application/json', 'text/csv', 'image/svg+xml', 'text/css'])
        assert.ok(types.has(type), `no ${type} was found`)
    })

    test(`every page of ${folder} is valid HTML`, async () => {
      const faults = new Map<string, string>()
      for (const { address, body } of pages) {
        for (const { messages } of (await validator.validateString(body)).results)
          for (const { ruleId, message, line } of messages)
            faults.set(`${ruleId}: ${message}`, `${address}:${line}`)
      }
      assert.deepEqual([...faults], [])
      assert.ok(pages.length >= fewest.pages, `only ${pages.length} pages were read`)
    })
  }
})

/** Pinned to a moment, or in the other language, a page has the same parts. */
function isOwnPage(address: string, type: string): boolean {
  return type.startsWith('text/html') && !/[?&]known=|^\/cy\//.test(address)
}
