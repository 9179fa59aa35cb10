import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../../../platform/database/testing.ts'
import { readAloud, readTable } from '../../testing.ts'
import { judgingSite } from '../testing.ts'

const HARBOUR = '/frameworks/harbour'

eachDatabase((_kind, open) => {
  const { inject, read } = judgingSite(open)

  test('the page shows the version in force on its date, and lists the others', async () => {
    const now = await read(HARBOUR)
    assert.match(now, /<title>Harbour safety, version 4\.0/)
    assert.deepEqual(readTable(now, 'Versions').slice(1), [
      ['4.0', '15 June 2024', 'In force on 1 July 2024', 'The version shown here'],
      ['3.2', '', 'Not in force on 1 July 2024', 'What differs between 3.2 and 4.0'],
    ])
    assert.match(now, /href="\/frameworks\/harbour\?version=3\.2">3\.2</)
    const then = await read(`${HARBOUR}?on=2024-06-14`)
    assert.deepEqual(readTable(then, 'Versions').slice(1), [
      ['4.0', '15 June 2024', 'Comes into force later than 14 June 2024', 'What differs between 3.2 and 4.0'],
      ['3.2', '', 'In force on 14 June 2024', 'The version shown here'],
    ])
    assert.doesNotMatch(await read('/frameworks/swell'), /Versions/)
  })

  test('another version is shown by its name, and one that is not there is said not to be', async () => {
    const older = await read(`${HARBOUR}?version=3.2`)
    assert.match(older, /<title>Harbour safety, version 3\.2/)
    assert.match(readAloud(older), /Profile “summer”/)
    assert.match(older, /<input type="hidden" name="version" value="3\.2">/)
    const { headers } = await inject(`${HARBOUR}.csv?version=3.2&table=outcomes`)
    assert.match(String(headers['content-disposition']), /harbour|outcomes/)
    for (const version of ['9', '3.2&version=4.0', '%00', '__proto__', 'x'.repeat(900)]) {
      const said = readAloud(await read(`${HARBOUR}?version=${version}`, 404))
      assert.match(
        said,
        /There is no version “.*” of this framework\. It has these: 4\.0 and 3\.2\./,
        version,
      )
    }
    const long = readAloud(await read(`${HARBOUR}?version=${'x'.repeat(900)}`, 404))
    assert.match(long, /“x{40}…”/)
    assert.match(
      readAloud(await read('/frameworks/swell?version=2', 404)),
      /There is no version “2” of this framework\. It has one: 1\./,
    )
  })

  test('two versions are compared, from the earlier to the one in force unless others are named', async () => {
    const body = await read(`${HARBOUR}/compare`)
    assert.match(body, /<h1[^>]*>.*What differs between version 3\.2 and version 4\.0<\/h1>/)
    assert.match(readAloud(body), /Of the questions 1 were added, 1 removed and 2 changed; 1 are the same\./)
    assert.deepEqual(readTable(body, 'Questions that differ')[1], ['Boat', 'added', '', 'A1'])
    assert.deepEqual(readTable(body, 'How answers make a result')[1], [
      'Profile “summer”',
      'changed',
      'published',
      'no threshold published',
    ])
    const back = await read(`${HARBOUR}/compare?from=4.0&to=3.2`)
    assert.deepEqual(readTable(back, 'Questions that differ')[1], ['Rope', 'added', '', 'A1'])
    assert.match(back, /<option value="4\.0" selected>/)
    const same = await read(`${HARBOUR}/compare?from=4.0&to=4.0`)
    assert.match(readAloud(same), /These are the same version\./)
    assert.doesNotMatch(same, /<table/)
  })

  test('a comparison is data as well, with the versions in its addresses', async () => {
    const json = JSON.parse(await read(`${HARBOUR}/compare.json?from=3.2&to=4.0`))
    assert.match(json.permanentLink, /compare\?from=3\.2&to=4\.0&on=2024-07-01&known=/)
    assert.deepEqual(
      json.tables.map(({ id }: { id: string }) => id),
      ['questions', 'rule'],
    )
    assert.deepEqual(json.tables[0].rows[0], { what: 'Boat', difference: 'added', before: '', after: 'A1' })
    const csv = await read(`${HARBOUR}/compare.csv?from=3.2&to=4.0&table=rule`)
    assert.match(csv, /Part,What differs,In version 3\.2,In version 4\.0\r\n/)
    await read(`${HARBOUR}/compare.svg`, 404)
  })

  test('a version that is not there, twice or too long is said so; one version has nothing to compare', async () => {
    for (const query of [
      'from=9',
      'from=3.2&to=9',
      'from=3.2&from=4.0',
      'to=%3Cb%3E',
      `to=${'x'.repeat(900)}`,
    ]) {
      const body = await read(`${HARBOUR}/compare?${query}`, 404)
      assert.match(readAloud(body), /There is no version/, query)
      assert.doesNotMatch(body, /<b>/)
    }
    assert.match(
      readAloud(await read('/frameworks/swell/compare', 404)),
      /one version only, so there is nothing to compare/,
    )
    await read('/frameworks/nothing/compare', 404)
    await read(`${HARBOUR}/compare?known=2024-03-01`, 404)
  })

  test('the pages are there in Welsh', async () => {
    for (const url of [`${HARBOUR}/compare`, `${HARBOUR}?version=3.2`, '/frameworks/unverified']) {
      const body = await read(`/cy${url}`)
      assert.match(body, /<html lang="cy"/)
      assert.doesNotMatch(body, /undefined|\[object/)
    }
    assert.match(
      readAloud(await read(`/cy${HARBOUR}?version=9`, 404)),
      /Nid oes fersiwn “9” o’r fframwaith hwn/,
    )
  })
})
