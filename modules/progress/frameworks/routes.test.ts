import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { readAloud, readTable } from '../testing.ts'
import { judgingSite, trying } from './testing.ts'

const WORKED = trying([6, 3, 4, 3, 2, 5, 3], [2, 3, 3, 4, 3, 4])
const LEGACY = '/frameworks/legacy-it-risk'
const GREAT = '/frameworks/great-service'
const GOOD = 'a.digitalAdoption=80&a.digitalCompletion=81&a.userSatisfaction=79&a.accessibility=yes'

eachDatabase((_kind, open) => {
  const { inject, read } = judgingSite(open)

  test('frameworks are listed with where they come from and what reads them', async () => {
    const [, ...rows] = readTable(await read('/frameworks'), 'Frameworks')
    assert.deepEqual(rows[0], [
      'Legacy IT risk assessment framework, version 2025-03',
      '2025-03 In force on 1 July 2024',
      'www.gov.uk',
      'Unverified',
      'lamps',
      'Red lamps; Offices with red lamps',
    ])
    assert.deepEqual(rows[1]?.slice(1, 4), [
      '2023-09 & before Not in force on 1 July 2024',
      'www.gov.uk',
      'yes',
    ])
    assert.deepEqual(rows[2]?.slice(4), ['none', 'none'])
    const csv = await read('/frameworks.csv')
    assert.match(csv, /,2025-03,https:\/\/www\.gov\.uk\/[^,]*,false,lamps,/)
  })

  test('they are those that had been adopted by the date of knowledge', async () => {
    const then = '?known=2024-03-01'
    assert.match(readAloud(await read(`/frameworks${then}`)), /No framework had been adopted by then\./)
    await read(LEGACY + then, 404)
    await read(`${LEGACY}?known=2024-06-01`)
  })

  test('a framework says what it judges, what is verified, and how answers make a result', async () => {
    const said = readAloud(await read(LEGACY))
    assert.match(said, /It judges: lamps\./)
    assert.match(said, /None that could be read states: 6 of its 13 questions \(marked below\) and the rule/)
    assert.match(said, /For each of Likelihood and Impact, the mean of its scores and the highest of them/)
    assert.match(said, /the product is rounded to 2 decimals/)
    assert.match(said, /National security and safety Unverified/)
    assert.deepEqual(readTable(await read(LEGACY), 'Bands'), [
      ['Result', 'From', 'Below'],
      ['low', 'no limit', '4'],
      ['medium', '4', '8'],
      ['high', '8', '16'],
      ['red', '16', 'no limit'],
    ])
    const uses = readTable(await read(LEGACY), 'Measures that read its results')
    assert.deepEqual(uses[1], ['Red lamps', '4. Songs', 'Safe water, 2024 to 2025'])
    assert.match(
      readAloud(await read(GREAT)),
      /No register is judged by it\..*No measure reads its results\./,
    )
    assert.doesNotMatch(await read(LEGACY), /id="result"/)
  })

  test('the worked example gives 17.40, red, with every step', async () => {
    const body = await read(`${LEGACY}?${WORKED}`)
    assert.match(body, /<title>17\.40, red: Legacy IT risk assessment framework/)
    const said = readAloud(body)
    assert.match(said, /Result of these answers 17\.40 red Unverified/)
    assert.match(
      said,
      /the mean of 6, 3, 4, 3, 2, 5 and 3 is 3\.714, and the highest is 6\. Half of their sum is 4\.857/,
    )
    assert.match(
      said,
      /4\.857 × 3\.583, reckoned exactly and rounded at the end, is 17\.40\. 17\.40 is at least 16: red\./,
    )
    assert.deepEqual(readTable(body, 'The working').slice(1), [
      ['Likelihood', '6, 3, 4, 3, 2, 5, 3', '3.714', '6', '4.857'],
      ['Impact', '2, 3, 3, 4, 3, 4', '3.167', '4', '3.583'],
      ['Multiplied and rounded', '', '', '', '17.40'],
    ])
    assert.equal(body.match(/ checked>/g)?.length, 13)
    const csv = await read(`${LEGACY}.csv?table=working&${WORKED}`)
    assert.match(csv, /Multiplied and rounded,,,,17\.4\r?\n$/)
    const { says } = JSON.parse(await read(`${LEGACY}.json?${WORKED}`))
    assert.ok(says.includes('The result of these answers: 17.40, red.'))
  })

  test('a threshold is passed, failed, not answered or not there, and one failure decides', async () => {
    const failed = await read(`${GREAT}?a.digitalCompletion=80&a.digitalAdoption=90`)
    assert.match(readAloud(failed), /not great Unverified Not passed: Digital completion\. One is enough\./)
    assert.deepEqual(readTable(failed, 'The working').slice(1), [
      ['Digital adoption', '90%', 'more than 79%', 'passed'],
      ['Digital completion', '80%', 'more than 80%', 'failed'],
      ['User satisfaction', 'not answered', 'more than 78%', 'not answered'],
      ['Meets the accessibility regulations', 'not answered', 'must be yes', 'not answered'],
      [
        'Cost per transaction',
        'not answered',
        'None is published for these answers Unverified',
        'no threshold',
      ],
    ])
    const nobody = readAloud(await read(`${GREAT}?${GOOD}`))
    assert.match(
      nobody,
      /cannot be judged: no threshold Unverified .*None has been published for: Cost per transaction\. So nobody can judge/,
    )
  })

  test('what is not answered is asked for, and none is guessed', async () => {
    const body = await read(`${LEGACY}?${trying([6, 3, 4, 3, 2, 5, 3], [2, 3, 3, 4])}`)
    const said = readAloud(body)
    assert.match(
      said,
      /There is no result yet 2 questions that it takes are not answered: Work lost inside In the way/,
    )
    assert.match(body, /<a class="govuk-link" href="#answer-I5">/)
    assert.doesNotMatch(said, /17\.40/)
    const some = await read(`${GREAT}?a.digitalCompletion=81`)
    assert.deepEqual(
      readTable(some, 'The working').map((row) => row[3]),
      ['Outcome', 'not answered', 'passed', 'not answered', 'not answered', 'no threshold'],
    )
    assert.match(
      readAloud(await read(`${LEGACY}?try=answers`)),
      /13 questions that it takes are not answered/,
    )
  })

  test('what is no answer is said at the top and with its field, and nothing is judged', async () => {
    const wrong =
      'a.digitalAdoption=500&a.accessibility=perhaps&a.digitalCompletion=81&a.volume=low&a.volume=high'
    const body = await read(`${GREAT}?${wrong}&a.%3Cb%3E=1&a.__proto__=2`, 400)
    assert.match(body, /<title>Error: Performance framework/)
    assert.match(body, /role="alert"/)
    assert.match(body, /<a href="#answers">There is no question “&lt;b&gt;”/)
    assert.match(
      body,
      /<a href="#answer-digitalAdoption">Digital adoption: Enter a number from 0 to 100, without “%”<\/a>/,
    )
    assert.match(body, /<a href="#answer-volume">Volume: Choose one of these: low, medium, high<\/a>/)
    assert.match(
      body,
      /id="answer-digitalAdoption"[^>]* value="500" aria-describedby="answer-digitalAdoption-hint answer-digitalAdoption-error"/,
    )
    assert.match(
      body,
      /<fieldset class="govuk-fieldset" aria-describedby="answer-accessibility-hint answer-accessibility-error">/,
    )
    assert.match(body, /id="answer-digitalCompletion"[^>]* value="81"/)
    assert.doesNotMatch(body, /id="result"|take-away/)
    for (const format of ['json', 'csv']) {
      const said = readAloud(await read(`${GREAT}.${format}?${wrong}`, 400))
      assert.match(said, /Digital adoption: Enter a number from 0 to 100/, format)
    }
  })

  test('hostile values get a plain answer', async () => {
    for (const value of ['9'.repeat(900), '-1', '1e2', 'NaN', '%00', '%22%3E%3Cscript%3E', '1.5', '6,0']) {
      const body = await read(`${LEGACY}?a.L1=${value}`, 400)
      assert.match(readAloud(body), /End of life or of support: Choose one of these: 1, 2, 3, 4, 5, 6/, value)
      assert.doesNotMatch(body, /<script/)
    }
    await read('/frameworks/nothing', 404)
  })

  test('very many answers to no question, and answers that are lists, get a short answer', async () => {
    const answers = (length: number) => Array.from({ length }, (_, at) => `a.q${at}=1`).join('&')
    assert.match(readAloud(await read(`${LEGACY}?${answers(1000)}`, 400)), /The address is longer than/)
    const body = await read(`${LEGACY}?${answers(200)}&a.L1=6`, 400)
    assert.equal(body.match(/#answers">There is no question/g)?.length, 10)
    assert.match(readAloud(body), /190 more answers are to no question of this framework/)
    assert.ok(body.length < 100_000, `${body.length} characters`)
    assert.doesNotMatch(body, /name="a\.q/)
    const list = await read(`${LEGACY}?a.L1=6&a.L1=5`, 400)
    assert.match(readAloud(list), /End of life or of support: Choose one of these/)
    await read(`${LEGACY}?a.L1[b]=6&a.=1&a.constructor=1&version[a]=1`, 400)
  })

  test('what somebody tries is not kept by any cache, nor listed by a search engine', async () => {
    for (const query of [WORKED, 'a.L1=7', 'a.L1=6', 'try=answers']) {
      const { headers, body } = await inject(`${LEGACY}?${query}`)
      assert.equal(headers['cache-control'], 'no-store', query)
      assert.match(body, /<meta name="robots" content="noindex">/, query)
    }
    const { headers, body } = await inject(LEGACY)
    assert.equal(headers['cache-control'], 'public, no-cache')
    assert.doesNotMatch(body, /noindex/)
    assert.match(readAloud(body), /Nothing that you answer here is kept or counted\./)
  })

  test('answers stay when the dates are changed, and the dates when answers are', async () => {
    const body = await read(`${LEGACY}?${WORKED}&on=2024-06-15`)
    const [dates = '', answers = ''] = body.match(/<form[\s\S]*?<\/form>/g) ?? []
    assert.match(dates, /<input type="hidden" name="a\.L1" value="6">/)
    assert.match(answers, /<input type="hidden" name="on" value="2024-06-15">/)
    assert.match(
      body,
      /href="\/frameworks\/legacy-it-risk\.csv\?a\.L1=6&amp;[^"]*table=working&amp;on=2024-06-15"/,
    )
    assert.match(body, /href="\/frameworks\/legacy-it-risk\?on=2024-06-15#try">Clear these answers/)
  })

  test('another version is judged by its own rule', async () => {
    assert.match(
      await read(LEGACY),
      /href="\/frameworks\/legacy-it-risk\?version=2023-09%20%26%20before">2023-09 &amp; before</,
    )
    const body = await read(`${LEGACY}?version=2023-09%20%26%20before&${WORKED}`)
    assert.match(readAloud(body), /Public sources state all of it\./)
    assert.match(readAloud(body), /There is one band only: any\./)
    assert.match(body, /<input type="hidden" name="version" value="2023-09 &amp; before">/)
    assert.match(body, /<title>5, any:/)
  })

  test('every field has a name that is said, and fields come in the order of the questions', async () => {
    const body = await read(LEGACY)
    const form = body.match(/<form[^>]*id="answers"[\s\S]*?<\/form>/)?.[0] ?? ''
    const inputs = [...form.matchAll(/<input class="[^"]*" type="radio" id="([^"]+)" name="a\.(\w+)"/g)]
    for (const [, id] of inputs)
      assert.ok(form.includes(`<label class="govuk-label govuk-radios__label" for="${id}">`), id)
    const order = [...new Set(inputs.map(([, , name]) => name))]
    assert.deepEqual(order, ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'I1', 'I2', 'I3', 'I4', 'I5', 'I6'])
    assert.equal(form.match(/<fieldset/g)?.length, form.match(/<legend/g)?.length)
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const [, named = ''] of body.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g))
      for (const id of named.split(' ')) assert.ok(ids.includes(id), id)
    assert.doesNotMatch(form, /tabindex="[1-9]/)
  })

  test('markup in a definition or an answer is text', async () => {
    const pick = encodeURIComponent('"><img src=x onerror=alert(1)>')
    for (const query of ['', `?a.pick=${pick}&a.count=2`, `?a.pick=${pick}&a.count=3`, `?a.count=${pick}`]) {
      const { body } = await inject(`/frameworks/hostile${query}`)
      assert.doesNotMatch(body, /<img|href="javascript:/, query)
      assert.match(body, /&lt;img src=x/, query)
    }
    assert.doesNotMatch(await read('/frameworks'), /<img|href="javascript:/)
    const judged = await read(`/frameworks/hostile?a.pick=${pick}&a.count=2`)
    assert.match(readAloud(judged), /Every threshold is passed\./)
    assert.match(judged, /value="&quot;&gt;&lt;img src=x onerror=alert\(1\)&gt;" checked>/)
  })

  test('the pages are there in both languages', async () => {
    for (const url of ['/frameworks', LEGACY, `${LEGACY}?${WORKED}`, GREAT]) {
      const body = await read(`/cy${url}`)
      assert.match(body, /<html lang="cy"/, url)
      assert.doesNotMatch(body, /undefined|\[object/, url)
    }
    const body = await read(`/cy${LEGACY}?${WORKED}`)
    assert.match(body, /<form[^>]*id="answers"[^>]* action="\/cy\/frameworks\/legacy-it-risk#result"/)
    assert.match(body, /<strong>17\.40<\/strong> <span lang="en">red<\/span>/)
    await read(`/cy${LEGACY}?a.L1=9`, 400)
  })
})
