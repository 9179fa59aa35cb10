// `npm test`: the checks, every test, and the journeys in a real browser. Its last line is "N passed, N failed".

import { startPrivatePostgres } from '../platform/database/testing.ts'
import { startSite } from '../tests/journeys/site.ts'
import { runChecks } from './checks/all.ts'
import { findChromium } from './chromium.ts'
import { runTests, type Tally } from './node-tests.ts'
import { ROOT, testsOf } from './tree.ts'

/** Fewer tests than this means that something hid them: raise it when the suite grows. */
const FEWEST_TESTS = 2800

const { files, wholeSite, journeys } = testsOf(ROOT)
const failures: string[] = []

const verdicts = await runChecks(ROOT, console.log)
failures.push(...verdicts.filter(({ ok }) => !ok).map(({ name }) => `${name}: see above`))

const tests = await onPostgres()
const walked = await inBrowser()
const passed = tests.passed + walked.passed
const skipped = [...tests.skipped, ...walked.skipped]
failures.push(...skipped.map((test) => `did not run: ${test}`))
if (passed + tests.failed + walked.failed < FEWEST_TESTS) {
  failures.push(
    `only ${passed} tests ran; there should be ${FEWEST_TESTS} or more (FEWEST_TESTS in tools/test.ts)`,
  )
}

for (const failure of failures) console.log(`FAILED ${failure}`)
const failed = tests.failed + walked.failed + failures.length
process.exitCode = failed ? 1 : 0
console.log(`${passed} passed, ${failed} failed`)

async function onPostgres(): Promise<Tally> {
  const postgres = await startPrivatePostgres(console.log)
  process.env.FINGERPOST_TEST_DATABASE_URL = postgres.url
  try {
    return await runTests(ROOT, { files: [...wholeSite, ...files], atOnce: 2, report: console.log })
  } finally {
    await postgres.stop()
  }
}

async function inBrowser(): Promise<Tally> {
  const chromium = await findChromium(console.log)
  if ('why' in chromium) {
    failures.push(chromium.why)
    return { passed: 0, failed: 0, skipped: [] }
  }
  process.env.CHROMIUM_PATH = chromium.path
  const site = await startSite().catch((error: unknown) => {
    failures.push(`the site could not be started for the journeys: ${String(error)}`)
    return undefined
  })
  if (!site) return { passed: 0, failed: 0, skipped: [] }
  process.env.FINGERPOST_TEST_SITE = site.url
  try {
    return await runTests(ROOT, { files: journeys, atOnce: 2, report: console.log })
  } finally {
    await site.stop()
  }
}
