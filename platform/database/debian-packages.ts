// What tests need and a machine lacks, installed where that can be done: as root on Debian or Ubuntu.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** True where `installDebianPackages` can be tried. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/** Installs packages; several processes may at once. What went wrong, or undefined. */
export function installDebianPackages(packages: readonly string[]): string | undefined {
  // Whoever comes while another installs waits for it.
  const patient = ['-o', 'DPkg::Lock::Timeout=300']
  for (const words of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const { status, stderr } = spawnSync(
      'env',
      ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...patient, ...words],
      { encoding: 'utf8' },
    )
    if (status !== 0) return `"apt-get ${words.join(' ')}" was tried and failed:\n${stderr.trim()}`
  }
  return undefined
}
