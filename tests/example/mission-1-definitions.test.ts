/* Mission 1: the quarterly performance return counts rightly, and its checks speak where they should. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readGovernment } from '#definitions'
import { readImport, sayProblem } from '#registers'
import type { Values } from '#shared/values'
import { checksOf, contributionsTo } from './testing.ts'

const service = { top75: 'member' }
const whole = { service, channel: 'all channels', answer: 'answered' }
const adoption = { ...whole, kpi: 'digital adoption', numerator: 800, denominator: 1_000 }
const completion = { ...adoption, kpi: 'digital completion', channel: 'online' }
const cost = { ...whole, kpi: 'cost and staff time', numerator: 125_000, denominator: 1_000, staff: 200 }
const contacts = { ...whole, kpi: 'failure demand', numerator: 120, denominator: 1_000 }

test('a share is so many transactions or people out of so many, over the services of the 75', async () => {
  const counts = await contributionsTo('1/digital-adoption')
  assert.equal(counts(adoption), '800 of 1000')
  assert.equal(counts({ ...adoption, service: { top75: 'not established' } }), 'out of scope')
  assert.equal(counts({ ...adoption, kpi: 'automation' }), 'out of scope')
  assert.equal(counts({ ...adoption, service: {} }), '0 of 0, 1 unknown')
  assert.equal((await contributionsTo('1/digital-completion'))(completion), '800 of 1000')
  const satisfied = await contributionsTo('1/user-satisfaction')
  const online = { ...adoption, kpi: 'user satisfaction', channel: 'online' }
  assert.equal(satisfied({ ...online, channel: 'all channels' }), '800 of 1000')
  assert.equal(satisfied(online), 'out of scope', 'one channel is not counted beside all of them')
})

test('what is not held or is being ratified is not known, and what does not apply is out of scope', async () => {
  const counts = await contributionsTo('1/digital-adoption')
  const gap = { ...whole, kpi: 'digital adoption' }
  assert.equal(counts({ ...gap, answer: 'not held' }), '0 of 0, 1 unknown')
  assert.equal(counts({ ...gap, answer: 'being ratified' }), '0 of 0, 1 unknown')
  assert.equal(counts({ ...gap, answer: 'not applicable' }), 'out of scope')
  assert.equal(counts(gap), '0 of 0, 1 unknown')
  assert.equal(counts({ ...adoption, numerator: 0 }), '0 of 1000', 'a zero is an answer')
})

test('cost and staff time take a person to cost £41,500 and work 1,857.4 hours a year', async () => {
  const pence = await contributionsTo('1/cost-of-transactions')
  const minutes = await contributionsTo('1/staff-time')
  const transactions = await contributionsTo('1/transactions-costed')
  assert.equal(pence({ ...cost, numerator: 0, staff: 100 }), `${(41_500 * 100) / 4} of 0`)
  assert.equal(minutes({ ...cost, staff: 100 }), `${(1_857.4 * 60) / 4} of 0`)
  assert.equal(pence(cost), '2200000 of 0')
  assert.equal(minutes(cost), '55722 of 0')
  assert.equal(transactions(cost), '1000 of 0')
  const { staff: _, ...unstaffed } = cost
  for (const counts of [pence, minutes, transactions]) {
    assert.match(counts(unstaffed), /^0 of 0, \d+ unknown$/)
    assert.equal(counts(adoption), 'out of scope')
  }
})

test('failure demand is made of contacts, and of the transactions of the same services', async () => {
  assert.equal((await contributionsTo('1/contacts-from-failure'))(contacts), '120 of 0')
  const behind = await contributionsTo('1/transactions-behind-contacts')
  assert.equal(behind(contacts), '1000 of 0')
  assert.match(behind({ ...contacts, numerator: null }), /unknown$/)
})

test('the checks speak of what coordinators get wrong', async () => {
  const said = await checksOf('service-performance')
  const says = (values: Values, ...expected: RegExp[]) => {
    const all = said(values)
    assert.equal(all.length, expected.length, `${JSON.stringify(values)}: ${all.join('; ')}`)
    for (const [i, pattern] of expected.entries()) assert.match(all[i] ?? '', pattern)
  }
  for (const right of [adoption, completion, cost, contacts]) says(right)
  says({ ...adoption, numerator: 1_001 }, /^error: More is counted than there is in all/)
  says({ ...contacts, numerator: 1_001 })
  says({ ...adoption, channel: 'online' }, /^error: .*Set the channel to all channels/)
  says({ ...completion, channel: 'phone' }, /^error: .*Set the channel to online/)
  says({ ...adoption, numerator: -1 }, /^error: .*less than nothing/)
  says({ ...whole, kpi: 'automation' }, /^error: Give both numbers/)
  says({ ...adoption, answer: 'being ratified' }, /^error: A number is given/)
  says({ ...whole, kpi: 'automation', answer: 'not held' })
  says({ ...cost, staff: null }, /^error: Say how many people/)
  says({ ...adoption, staff: 250 }, /^error: Staff belongs to/)
  says({ ...cost, staff: 2 }, /^warning: This is less than one person/)
  says({ ...adoption, numerator: 80, denominator: 100 }, /^warning: .*exactly 100/)
  says({ ...adoption, numerator: 1_000 }, /^warning: It is exactly all/)
  says({ ...adoption, numerator: 0, denominator: 0 }, /^warning: It is out of nothing/)
  says({ ...contacts, kpi: 'time to complete', numerator: 5 }, /^warning: .*in minutes/)
  says({ ...cost, numerator: 50, staff: 0 }, /^warning: .*in pence/)
})

test('a range, a percentage, a unit and "N/A" are no numbers, and an empty cell is no zero', async () => {
  const read = await readGovernment('governments/uk')
  assert.ok(read.ok)
  const register = read.government.registers.find(({ name }) => name === 'service-performance')
  assert.ok(register)
  const rows = ['20-30%', '85%', '5d', 'N/A', 'unknown', '1,200', ''].map(
    (cell, i) =>
      `r${i},home-office,2024-01-01,passport,digital adoption,all channels,${cell ? 'answered,' : 'not held,'}"${cell}",${cell ? 900 : ''}`,
  )
  const head = 'id,organisation,effectiveOn,service,kpi,channel,answer,numerator,denominator'
  const { items, problems } = await readImport(
    {
      government: read.government,
      name: 'return.csv',
      bytes: (async function* () {
        yield Buffer.from([head, ...rows].join('\n'))
      })(),
      format: 'csv',
      source: 'Return',
    },
    register,
  )
  const refused = problems.kept.map(sayProblem)
  assert.equal(refused.length, 6, refused.join('\n'))
  for (const [i, cell] of ['20-30%', '85%', '5d', 'N/A', 'unknown', '1,200'].entries()) {
    assert.ok(refused[i]?.startsWith(`return.csv:${i + 2}:numerator: "${cell}" is not a whole number.`))
  }
  assert.match(refused[5] ?? '', /Write 1200\.$/)
  assert.deepEqual(
    items.map(({ item }) => [item.key, 'numerator' in item.values]),
    [['r6', false]],
  )
})

test('support routes and assessments say what is missing', async () => {
  const routes = await checksOf('support-routes')
  assert.deepEqual(routes({ route: 'phone', kind: 'help with the service', hours: 'Weekdays' }), [])
  assert.match(routes({ route: 'letter', kind: 'assisted digital', provider: 'A' })[0] ?? '', /^error: /)
  assert.equal(routes({ route: 'in person', kind: 'assisted digital' }).length, 2)
  const events = await checksOf('service-events')
  assert.deepEqual(events({ what: 'Passed alpha assessment', stage: 'alpha', result: 'met' }), [])
  assert.match(events({ what: 'Passed', result: 'met' })[0] ?? '', /^error: .*has a stage/)
  const amber = { what: 'Amber', stage: 'beta', result: 'amber' }
  assert.deepEqual(events(amber), [])
  assert.match(events({ ...amber, standard: { rating: 'red' } })[0] ?? '', /^warning: /)
})
