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

/** No file of tests takes so long unless it hangs. */
const LONGEST_FILE = 10 * 60_000

/** Runs files of node:test tests, each in a process of its own, and reports a line for each and every failure in full. */
export async function runTests(root: string, { files, atOnce, report }: Running): Promise<Tally> {
  const total: Tally = { passed: 0, failed: 0, skipped: [] }
  const byFile = new Map(files.map((file) => [join(root, file), newFile(file, join(root, file))]))
  const events = run({
    files: files.map((file) => join(root, file)),
    cwd: root,
    concurrency: atOnce,
    timeout: LONGEST_FILE,
  })

  events.on('test:pass', (event) => {
    const { name, skip, todo, details } = event
    const at = fileOf(event)
    if (details.type === 'suite' || todo) return
    if (name === at?.absolute) at.failures.push(`${at.path} has no test in it`)
    else if (skip) total.skipped.push(`${at?.path}: ${name} (${skip === true ? 'no reason given' : skip})`)
    else if (at) at.passed += 1
  })
  events.on('test:fail', (event) => {
    const { name, file, line, todo, details } = event
    const at = fileOf(event)
    if (!at || todo || failureType(details.error) === 'subtestsFailed') return
    const where = file === at.absolute ? `${at.path}:${line ?? 0}` : at.path
    const what = name === at.absolute ? `${at.path} could not be run` : `${where} ${name}`
    at.failures.push(`${what}\n${indent(stackOf(details.error.cause ?? details.error))}`)
  })
  events.on('test:stdout', (event) => fileOf(event)?.said.push(event.message))
  events.on('test:stderr', (event) => fileOf(event)?.said.push(event.message))
  events.on('test:diagnostic', (event) => fileOf(event)?.said.push(`${event.message}\n`))
  let fine = true
  events.on('test:summary', (event) => {
    const at = fileOf(event)
    if (at) reportOn(at, `, ${(event.duration_ms / 1000).toFixed(1)} s`)
    else fine = event.success
  })
  // A file that could not be run, or has no test, gives no summary of its own.
  await finished(events.resume())
  for (const at of byFile.values()) {
    if (!at.reported && at.passed + at.failures.length === 0)
      at.failures.push(`${at.path}: none of its tests ran`)
    reportOn(at, '')
  }
  if (!fine && total.failed === 0) {
    total.failed = 1
    report('FAILED Node says that a test failed, and we did not see which')
  }
  return total

  function fileOf(event: { file?: string | undefined }): File | undefined {
    // `file` is where a test is written, which may be a file that the entry imports; the types lack `entryFile`.
    const entry = 'entryFile' in event && typeof event.entryFile === 'string' ? event.entryFile : event.file
    return byFile.get(entry ?? '')
  }

  function reportOn(at: File, took: string): void {
    const late = at.reported
    const failures = at.failures.splice(0)
    if (late && failures.length === 0) return
    at.reported = true
    total.failed += failures.length
    if (!late) total.passed += at.passed
    const passed = late
      ? 'failed after its last test, as a promise does that nobody awaited'
      : `${at.passed} passed`
    report(`${failures.length ? 'FAILED' : 'ok    '} ${at.path}  ${passed}${took}`)
    for (const failure of failures) report(indent(failure))
    if (failures.length && at.said.length) report(indent(lastLines(at.said.join(''))))
  }
}

interface File {
  path: string
  absolute: string
  passed: number
  failures: string[]
  said: string[]
  reported: boolean
}

function newFile(path: string, absolute: string): File {
  return { path, absolute, passed: 0, failures: [], said: [], reported: false }
}

function failureType(error: Error): unknown {
  return 'failureType' in error ? error.failureType : undefined
}

function stackOf(cause: unknown): string {
  return cause instanceof Error && cause.stack ? cause.stack : inspect(cause)
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-40).join('\n')
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}
