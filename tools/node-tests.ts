import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { inspect } from 'node:util'

export interface Tally {
  passed: number
  failed: number
  /** Tests that say they cannot run here, each with its reason: a test that does not run proves nothing. */
  skipped: string[]
}

interface Running {
  files: string[]
  /** How many files run at once. */
  atOnce: number
  report: (line: string) => void
}

interface Outcome {
  passed: number
  failures: string[]
  skipped: string[]
  /** What the file's process wrote, and the runner's remarks. */
  said: string
  seconds: number
}

/** No file of tests takes so long unless it hangs. */
const LONGEST_FILE = 10 * 60_000
/** A test that fails may leave something open, and then its process never ends by itself. */
const PATIENCE_AFTER_FAILURE = 2 * 60_000

/** Runs files of node:test tests, each in a process of its own, and reports each as it ends, its failures in full. */
export async function runTests(root: string, { files, atOnce, report }: Running): Promise<Tally> {
  const total: Tally = { passed: 0, failed: 0, skipped: [] }
  const waiting = files.values()
  const worker = async (): Promise<void> => {
    for (const file of waiting) {
      const { passed, failures, skipped, said, seconds } = await runFile(root, file)
      total.passed += passed
      total.failed += failures.length
      total.skipped.push(...skipped)
      report(`${failures.length ? 'FAILED' : 'ok    '} ${file}  ${passed} passed, ${seconds.toFixed(1)} s`)
      for (const failure of failures) report(indent(failure))
      if (failures.length && said) report(indent(said.trimEnd().split('\n').slice(-40).join('\n')))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return total
}

async function runFile(root: string, file: string): Promise<Outcome> {
  const path = join(root, file)
  const outcome: Outcome = { passed: 0, failures: [], skipped: [], said: '', seconds: 0 }
  const began = performance.now()
  const enough = new AbortController()
  let afterFailure: NodeJS.Timeout | undefined
  const events = run({ files: [path], cwd: root, timeout: LONGEST_FILE, signal: enough.signal })

  events.on('test:pass', ({ name, skip, todo, details }) => {
    if (name === path) outcome.failures.push(`${file} has no test in it`)
    else if (skip) outcome.skipped.push(`${file}: ${name} (${skip === true ? 'no reason given' : skip})`)
    else if (details.type !== 'suite' && !todo) outcome.passed += 1
  })
  events.on('test:fail', ({ name, file: writtenIn, line, todo, details }) => {
    if (todo || ('failureType' in details.error && details.error.failureType === 'subtestsFailed')) return
    const where = writtenIn === path && name !== path ? `${file}:${line ?? 0} ${name}` : `${file} ${name}`
    // The file itself fails where it cannot be run, or where an error comes after its last test.
    const what = name === path ? `${file} did not end well` : where
    outcome.failures.push(`${what}\n${indent(stackOf(details.error.cause ?? details.error))}`)
    afterFailure ??= setTimeout(() => enough.abort(), PATIENCE_AFTER_FAILURE)
  })
  for (const kind of ['test:stdout', 'test:stderr'] as const) {
    events.on(kind, ({ message }: { message: string }) => (outcome.said += message))
  }
  events.on('test:diagnostic', ({ file: about, message }) => {
    if (about) outcome.said += `${message}\n`
  })
  events.on('test:summary', ({ file: about, success }) => {
    if (!about && !success && outcome.failures.length === 0)
      outcome.failures.push(`${file} failed and did not say why`)
  })
  await finished(events.resume())
  clearTimeout(afterFailure)
  if (outcome.passed + outcome.failures.length + outcome.skipped.length === 0) {
    outcome.failures.push(`${file}: none of its tests ran`)
  }
  return { ...outcome, seconds: (performance.now() - began) / 1000 }
}

function stackOf(cause: unknown): string {
  return cause instanceof Error && cause.stack ? cause.stack : inspect(cause)
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}
