import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { canInstall, installDebianPackages } from '../../../../platform/database/testing.ts'
import type { Pkcs11Settings } from './pkcs11.ts'

const CACHE = fileURLToPath(new URL('../../../../.cache/pkcs11js/', import.meta.url))
const TOOL = 'softhsm2-util'
const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
]

export interface SoftHsm {
  readonly settings: Pkcs11Settings
  remove(): void
}

/** An empty token in a folder of its own, or why there cannot be one here. */
export function makeSoftHsm(environment: Record<string, string | undefined>): SoftHsm | { missing: string } {
  let library = findLibrary()
  if (library === undefined && canInstall()) {
    process.stderr.write('Installing SoftHSM for the tests with apt-get.\n')
    installDebianPackages(['softhsm2'])
    library = findLibrary()
  }
  if (library === undefined) return { missing: 'SoftHSM is not installed: apt-get install softhsm2' }
  const index = join(CACHE, 'node_modules/pkcs11js/index.js')
  if (!existsSync(join(CACHE, 'node_modules/pkcs11js/build/Release/pkcs11.node'))) {
    const failed = install()
    if (failed) return { missing: `pkcs11js could not be installed into ${CACHE}: ${failed}` }
  }

  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-hsm-'))
  const configuration = join(folder, 'softhsm2.conf')
  mkdirSync(join(folder, 'tokens'))
  writeFileSync(configuration, `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`)
  // The library reads it from this process's own environment.
  environment.SOFTHSM2_CONF = configuration
  const token = ['--label', 'one-login', '--pin', '123456', '--so-pin', '654321']
  execFileSync(TOOL, ['--init-token', '--free', ...token], { stdio: 'ignore' })
  return {
    settings: {
      library,
      token: 'one-login',
      pin: '123456',
      importPackage: () => import(pathToFileURL(index).href),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function findLibrary(): string | undefined {
  return spawnSync(TOOL, ['--version']).error ? undefined : LIBRARIES.find((file) => existsSync(file))
}

function install(): string | undefined {
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(join(CACHE, 'package.json'), '{ "private": true }\n')
  const options = { cwd: CACHE, timeout: 180_000, encoding: 'utf8', stdio: 'pipe' } as const
  for (const args of [
    ['install', '--no-save', '--no-audit', '--no-fund', 'pkcs11js@2.1.7'],
    ['rebuild', 'pkcs11js'],
  ]) {
    const { status, stderr, error } = spawnSync('npm', args, options)
    if (error) return error.message
    if (status !== 0) return stderr.trim().split('\n').at(-1) ?? 'npm failed'
  }
  return undefined
}
