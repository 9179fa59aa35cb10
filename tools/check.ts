// `npm run check`: everything that needs no browser and does not read the whole site. See CONTRIBUTING.md.

import { startPrivatePostgres } from '../platform/database/testing.ts'
import { runChecks } from './checks/all.ts'
import { runTests } from './node-tests.ts'
import { ROOT, testsOf } from './tree.ts'

const began = performance.now()
const verdicts = await runChecks(ROOT, console.log)

const { files } = testsOf(ROOT)
const postgres = await startPrivatePostgres(console.log)
process.env.FINGERPOST_TEST_DATABASE_URL = postgres.url
const tests = await runTests(ROOT, { files, atOnce: 2, report: console.log })
await postgres.stop()
for (const skipped of tests.skipped) console.log(`skipped ${skipped}`)

const failed = verdicts.filter(({ ok }) => !ok).map(({ name }) => name)
if (tests.failed) failed.push(`${tests.failed} tests`)
if (tests.skipped.length) failed.push(`${tests.skipped.length} tests that did not run`)
const seconds = ((performance.now() - began) / 1000).toFixed(0)
console.log(
  failed.length
    ? `Not yet: ${failed.join(', ')}. ${seconds} s.`
    : `All good: ${verdicts.length} checks and ${tests.passed} tests in ${seconds} s. \`npm test\` adds all pages of the site, and the journeys in a browser.`,
)
process.exitCode = failed.length ? 1 : 0
