import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { readAloud, readTable } from '../testing.ts'
import { judgingSite } from './testing.ts'

const OLDER = '/frameworks/harbour?version=3.2'

eachDatabase((_kind, open) => {
  const { read } = judgingSite(open)

  test('a question that may not apply has a third answer, and the others do not', async () => {
    const body = await read('/frameworks/charter?a.crew=yes&a.sail=n/a&a.flag=no')
    assert.match(body, /<title>50%, in part: Charter/)
    assert.equal(body.match(/value="not applicable"/g)?.length, 2)
    assert.match(body, /name="a\.sail" value="not applicable" checked>/)
    assert.match(
      readAloud(await read('/frameworks/charter?a.crew=not+applicable', 400)),
      /A crew: Choose yes or no/,
    )
    assert.match(readAloud(await read('/frameworks/charter?a.sail=maybe', 400)), /yes, no or does not apply/)
  })

  test('an outcome is answered by its indicators, in whatever way they are written', async () => {
    const body = await read(`${OLDER}&a.profile=summer&a.A1=p1&a.A2=a2,+a1`)
    assert.match(readAloud(body), /Result of these answers safe harbour Every outcome is at least/)
    assert.match(body, /id="answer-A2" name="a\.A2" value="A1 A2"/)
    assert.deepEqual(readTable(body, 'The working')[1], [
      'Lookout',
      'P1',
      'partially achieved',
      'The 1 of “partially achieved” ticked',
      'partially achieved',
      'yes',
    ])
    const ticked = await read(`${OLDER}&a.profile=winter&a.A1=A1&a.A1=A2&a.A1=A3&a.A2=achieved&a.A3=achieved`)
    assert.match(readAloud(ticked), /Result of these answers safe harbour/)
    assert.match(ticked, /csv\?version=3\.2&amp;a\.profile=winter&amp;a\.A1=A1\+A2\+A3&amp;/)
    const unfinished = readAloud(await read(`${OLDER}&a.profile=winter&a.A1=achieved`))
    assert.match(unfinished, /There is no result yet 2 questions that it takes are not answered: Bell Rope/)
  })

  test('indicators that are not there are refused, and what was written stays in the form', async () => {
    const body = await read(`${OLDER}&a.A1=A1+A4&a.A2=partially+achieved&a.profile=summer`, 400)
    const said = readAloud(body)
    assert.match(
      said,
      /Lookout: Write those that are ticked \(N1 to N2, P1 and A1 to A3\), or none, or the outcome/,
    )
    assert.match(said, /Bell: Write those/)
    assert.match(body, /value="A1 A4" aria-describedby="answer-A1-hint answer-A1-error"/)
    assert.match(body, /value="summer" checked>/)
    const long = 'A1 '.repeat(300)
    const cut = await read(`${OLDER}&a.A1=${encodeURIComponent(long)}A9`, 400)
    const [, value = ''] = /id="answer-A1" name="a\.A1" value="([^"]*)"/.exec(cut) ?? []
    assert.match(value, /^(A1 )+.{1,3}…$|^(A1 )+…$/)
    assert.ok(value.length < 600, `${value.length} characters`)
  })

  test('a form of a matrix says that one answer is enough, and takes numbers too', async () => {
    const empty = readAloud(await read('/frameworks/craft?try=answers'))
    assert.match(empty, /There is no result yet Nothing is answered yet\. One answer is enough\./)
    const body = await read('/frameworks/craft?a.hullCare=2&a.mastTools=4')
    assert.deepEqual(readTable(body, 'The working'), [
      ['Group', 'Care', 'Tools'],
      ['Hull', '2 Rough', ''],
      ['Mast', '', '4 axes'],
    ])
    assert.match(
      readAloud(await read('/frameworks/craft?a.mastTools=many', 400)),
      /Mast: tools: Enter a number/,
    )
  })

  test('a question that decides nothing says so', async () => {
    assert.match(readAloud(await read('/frameworks/drill')), /the result does not depend on it/)
  })

  test('a page says which threshold nobody has published', async () => {
    const body = await read('/frameworks/drill?a.oars=2&a.knots=2')
    assert.match(readAloud(body), /cannot be judged: no threshold Unverified/)
    assert.match(readAloud(body), /Nobody has published where “fine” begins, and 2 may be in it/)
    assert.match(
      await read('/frameworks/drill.csv?table=bands'),
      /fair,2,\r\nfine,,no limit|fair,2,\r\nfine,,\r\n/,
    )
  })
})
