import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { type Government, readGovernment } from '#definitions'
import { createMessages, readCatalogue } from '#platform/messages'
import { coast } from '../world/coast.ts'
import { didYouMean, find, type Index, indexOf, marked, snippetOf } from './rules.ts'
import { indexIn, thingsOf } from './things.ts'
import { foldedIn, nearness, wordsAsked } from './words.ts'

const messages = createMessages([readCatalogue('progress', new URL('../', import.meta.url))])
const [words, welsh] = [messages.in('en'), messages.in('cy')]
const NOW = '2026-01-01'

let uk: Government
let index: Index
before(async () => {
  const reading = await readGovernment(new URL('../../../governments/uk', import.meta.url).pathname)
  assert.ok(reading.ok)
  uk = reading.government
  index = indexIn(words, uk)
})

function titles(query: string): string[] {
  return find(index, query, NOW).map(({ thing }) => `${thing.kind}: ${thing.title.says}`)
}

test('case, accents, apostrophes and ampersands make no difference', () => {
  assert.deepEqual(foldedIn('Café, Swyddfa’r CABINET & Co: ½ ﬁt'), [
    'cafe',
    'swyddfar',
    'cabinet',
    'and',
    'co',
    '12',
    'fit',
  ])
  assert.deepEqual(wordsAsked('the state of the services'), ['state', 'services'])
  assert.deepEqual(wordsAsked('of the'), ['of', 'the'])
})

test('a word finds itself, its plural and what it begins, and no more', () => {
  assert.equal(nearness('legacy', 'legacy'), 10)
  assert.equal(nearness('vacancies', 'vacancy'), 9)
  assert.equal(nearness('service', 'services'), 9)
  assert.equal(nearness('process', 'processes'), 9)
  assert.equal(nearness('serv', 'services'), 7)
  assert.equal(nearness('services', 'serv'), 0)
  assert.equal(nearness('s', 'services'), 0)
  assert.equal(nearness('statu', 'status'), 7)
  assert.equal(nearness('new', 'news'), 9)
})

test('what people look for is found first', () => {
  assert.equal(titles('one login')[0], 'commitment: One Login')
  assert.equal(titles('Login ONE')[0], 'commitment: One Login')
  assert.equal(titles('legacy')[0], 'commitment: Legacy systems')
  assert.equal(titles('great service')[0], 'commitment: Great services')
  assert.equal(titles('vacancies')[0], 'commitment: Vacancies and time to hire')
  assert.ok(titles('vacancies').includes('measure: Vacancy rate'))
  assert.equal(titles('commitment 10')[0], 'commitment: Legacy systems')
  assert.equal(titles('legacy risk framework')[0], 'framework: Legacy IT risk assessment framework')
})

test('an organisation is found by its abbreviation, and by the name of what it came from', () => {
  assert.deepEqual(titles('HMRC'), ['organisation: HM Revenue & Customs'])
  assert.equal(titles('dsit')[0], 'organisation: Department for Science, Innovation and Technology')
  assert.equal(titles('MHCLG')[0], 'organisation: Ministry of Housing, Communities and Local Government')
  assert.ok(
    titles('levelling up').includes('organisation: Ministry of Housing, Communities and Local Government'),
  )
  // An abbreviation as it is comes before words that only begin so.
  assert.equal(titles('co')[0], 'organisation: Cabinet Office')
})

test('all words must be found, each somewhere', () => {
  assert.ok(titles('legacy funded').length > 0)
  assert.deepEqual(titles('legacy zebra'), [])
})

test('where nothing is found, a word near to one that is known is offered', () => {
  assert.deepEqual(titles('lgeacy'), [])
  assert.equal(didYouMean(index, 'lgeacy', NOW), 'legacy')
  assert.equal(didYouMean(index, 'Lgeacy systmes', NOW), 'legacy systems')
  assert.equal(didYouMean(index, 'zzzzzzzz', NOW), undefined)
  assert.equal(didYouMean(index, '', NOW), undefined)
})

test('what was doubted later is not found as known earlier, nor offered', () => {
  const [roadmap] = coast.roadmaps
  const [first, ...rest] = roadmap?.commitments ?? []
  assert.ok(roadmap && first)
  const doubts = [{ says: { en: 'A whirlpool was seen.' }, from: '2024-05-01', source: 'Log' }]
  const commitments = [{ ...first, doubts }, ...rest]
  const later = indexIn(words, { ...coast, roadmaps: [{ ...roadmap, commitments }] })
  assert.equal(find(later, 'whirlpool', '2024-05-01').length, 1)
  assert.equal(find(later, 'whirlpool', '2024-04-30').length, 0)
  assert.equal(didYouMean(later, 'whirlpol', '2024-04-30'), undefined)
  const [found] = find(later, 'whirlpool', '2024-05-01')
  assert.ok(found)
  assert.equal(snippetOf(found.thing, 'whirlpool', '2024-05-01')?.says, 'A whirlpool was seen.')
  assert.equal(
    snippetOf(found.thing, 'whirlpool', '2024-04-30')?.says,
    'Every dim lamp has money to mend it.',
  )
})

test('Welsh is searched on a Welsh page, and English with it', () => {
  const inWelsh = indexIn(welsh, uk)
  const names = (query: string) => find(inWelsh, query, NOW).map(({ thing }) => thing.title.says)
  assert.ok(names('swyddfa cabinet').includes("Swyddfa'r Cabinet"))
  assert.ok(names('cabinet office').includes("Swyddfa'r Cabinet"))
  assert.equal(find(index, 'swyddfa', NOW).length, 0)
})

test('the words asked for are marked, and the text is otherwise as it was', () => {
  assert.deepEqual(marked('Legacy systems & <b>', 'SYSTEM b'), [
    { says: 'Legacy ', isMatch: false },
    { says: 'systems', isMatch: true },
    { says: ' & <', isMatch: false },
    { says: 'b', isMatch: true },
    { says: '>', isMatch: false },
  ])
})

test('every title finds its own thing among the first three, or only those of the same title before it', () => {
  for (const government of [uk, coast]) {
    const things = thingsOf(words, government)
    const all = indexOf(things)
    assert.ok(things.length > 20)
    for (const thing of things) {
      const found = find(all, thing.title.says, NOW)
      const at = found.findIndex((each) => each.thing === thing)
      const isSame = found.slice(0, at).every((each) => each.thing.title.says === thing.title.says)
      assert.ok(at >= 0 && (at < 3 || isSame), `${thing.title.says}: ${at}`)
    }
  }
})

const someWords = () =>
  fc.array(fc.oneof(fc.constantFrom(...index.vocabulary), fc.string({ unit: 'grapheme' })), { maxLength: 6 })

test('what is found never depends on the order of the words', () => {
  fc.assert(
    fc.property(someWords(), fc.infiniteStream(fc.nat()), (asked, order) => {
      const shuffled = asked
        .map((word) => ({ word, at: order.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ word }) => word)
      const hrefs = (query: string) => find(index, query, NOW).map(({ thing }) => thing.href)
      assert.deepEqual(hrefs(shuffled.join(' ')), hrefs(asked.join(' ')))
    }),
  )
})

test('more words never find more', () => {
  fc.assert(
    fc.property(fc.constantFrom(...index.vocabulary), fc.constantFrom(...index.vocabulary), (one, other) => {
      // A small word is not looked for beside others.
      fc.pre(wordsAsked(`${one} ${other}`).includes(one))
      const first = new Set(find(index, one, NOW).map(({ thing }) => thing))
      assert.ok(find(index, `${one} ${other}`, NOW).every(({ thing }) => first.has(thing)))
    }),
  )
})

test('no text makes it fail, and marking keeps every letter of a text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'binary' }),
      (text, query) => {
        for (const { thing } of find(index, query, NOW)) snippetOf(thing, query, NOW)
        didYouMean(index, query, NOW)
        const pieces = marked(text, query)
        assert.equal(pieces.map(({ says }) => says).join(''), text)
        const thing = { kind: 'register', href: '/', title: { says: text, locale: 'en' } } as const
        const said = { ...thing, within: '', alsoCalled: [], texts: [{ says: text, locale: 'en' as const }] }
        assert.ok(find(indexOf([said]), text, NOW).length <= 1)
        assert.ok((snippetOf(said, query, NOW)?.says.length ?? 0) <= 226)
      },
    ),
  )
})
