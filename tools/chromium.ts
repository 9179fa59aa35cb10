import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'
import { canInstall, installDebianPackages } from '../platform/database/testing.ts'

/** Arguments under which every Chromium we try runs, as root too: the pages it opens are our own. */
export const CHROMIUM_ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb']

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

type Found = { path: string } | { why: string }

/**
 * The path of a Chromium that has just opened a page here: CHROMIUM_PATH, then the machine's own, then the one that
 * npm brought; as root on Debian or Ubuntu, what these still lack is installed.
 */
export async function findChromium(report: (line: string) => void): Promise<Found> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    const fault = await faultOf(given)
    return fault ? { why: `CHROMIUM_PATH is ${given}, which does not work: ${fault}` } : { path: given }
  }

  const tried: string[] = []
  const found = (await firstThatWorks(systemPaths(), tried)) ?? (await bundled(tried))
  if (found) return { path: found }

  if (canInstall()) {
    for (const packages of [['libnss3', 'libnspr4', 'libexpat1'], ['chromium']]) {
      report(
        `No Chromium works here yet: installing ${packages.join(', ')} with apt-get. This takes up to a minute.`,
      )
      tried.push(...install(packages))
      const now = (await bundled(tried)) ?? (await firstThatWorks(systemPaths(), tried))
      if (now) return { path: now }
    }
  }
  return {
    why: [
      'No Chromium works on this machine, and the journeys need one.',
      'Install Chromium or Chrome, or set CHROMIUM_PATH to one. What was tried:',
      ...[...new Set(tried)].map((line) => `  ${line}`),
    ].join('\n'),
  }
}

function systemPaths(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const onPath = [...folders, '/usr/bin'].flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...new Set([...onPath, ...ELSEWHERE])].filter((path) => existsSync(path))
}

async function firstThatWorks(paths: string[], tried: string[]): Promise<string | undefined> {
  for (const path of paths) {
    const fault = await faultOf(path)
    if (!fault) return path
    tried.push(`${path}: ${fault}`)
  }
  return undefined
}

/** The package holds Chromium for Linux on x64, compressed; it unpacks into the temporary folder once. */
async function bundled(tried: string[]): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    return await firstThatWorks([await sparticuz.executablePath()], tried)
  } catch (error) {
    tried.push(`@sparticuz/chromium: ${firstLine(error)}`)
    return undefined
  }
}

async function faultOf(executablePath: string): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS, timeout: 60_000 })
    try {
      const page = await browser.newPage()
      await page.setContent('<h1>Here</h1>')
      return (await page.getByRole('heading').innerText()) === 'Here' ? undefined : 'it drew nothing'
    } finally {
      await browser.close()
    }
  } catch (error) {
    return firstLine(error)
  }
}

function install(packages: string[]): string[] {
  const failed = installDebianPackages(packages)
  return failed === undefined ? [] : [failed]
}

function firstLine(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const missing = /error while loading shared libraries: ([^:]+)/.exec(said)
  return missing ? `it needs ${missing[1]}` : (said.split('\n', 1)[0] ?? said)
}
