import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * npm leaves out of package-lock.json the optional packages of other platforms that the registry it asked does not
 * carry, and `npm ci` then refuses the lockfile as out of step. We complete it: name and version are exact in the
 * package that wants them, the platform is in the name. Such an entry has no integrity hash; `npm install` against
 * a complete registry adds it.
 */

interface Lockfile {
  packages: Record<string, Package>
}

interface Package {
  version?: string
  resolved?: string
  cpu?: string[]
  dev?: boolean
  libc?: string[]
  license?: string
  optional?: boolean
  os?: string[]
  optionalDependencies?: Record<string, string>
}

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']

export function lockfileFaults(root: string): string[] {
  const { packages } = readLockfile(root)
  const hosts = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('://'))
  return [
    ...hosts.map(([path]) => `package-lock.json: ${path} names a registry; \`npm run update\` takes it out`),
    ...missingFrom(packages).map(
      ({ name }) => `package-lock.json: no entry for ${name}; \`npm run update\` adds it`,
    ),
  ]
}

export function completeLockfile(root: string): void {
  const lockfile = readLockfile(root)
  for (const entry of Object.values(lockfile.packages)) {
    if (entry.resolved?.includes('://')) delete entry.resolved
  }
  for (const { name, version, wantedBy } of missingFrom(lockfile.packages)) {
    const { cpu, libc, os } = platformOf(name)
    const { dev, license } = wantedBy
    // In npm's own order of keys, so that a later `npm install` changes nothing.
    lockfile.packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu }),
      ...(dev && { dev }),
      ...(libc && { libc }),
      ...(license && { license }),
      optional: true,
      ...(os && { os }),
    }
  }
  const packages = Object.fromEntries(
    Object.entries(lockfile.packages).sort(([one], [other]) => one.localeCompare(other, 'en')),
  )
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify({ ...lockfile, packages }, null, 2)}\n`)
}

function readLockfile(root: string): Lockfile {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
}

function missingFrom(
  packages: Record<string, Package>,
): { name: string; version: string; wantedBy: Package }[] {
  return Object.entries(packages).flatMap(([path, wantedBy]) =>
    path === ''
      ? []
      : Object.entries(wantedBy.optionalDependencies ?? {})
          .filter(([name]) => !isLocked(packages, path, name))
          .map(([name, version]) => ({ name, version, wantedBy })),
  )
}

/** Looks where Node would: beside the package that wants it, then in every node_modules above. */
function isLocked(packages: Record<string, Package>, from: string, name: string): boolean {
  if (packages[`${from}/node_modules/${name}`]) return true
  const above = from.lastIndexOf('/node_modules/')
  return above < 0 ? `node_modules/${name}` in packages : isLocked(packages, from.slice(0, above), name)
}

function platformOf(name: string): { cpu?: string[]; libc?: string[]; os?: string[] } {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-')
  const system = SYSTEMS.find((known) => words.includes(known))
  const processor = PROCESSORS.find((known) => words.includes(known))
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'
  return {
    ...(processor && { cpu: [processor] }),
    ...(system === 'linux' && { libc: [libc] }),
    ...(system && { os: [system] }),
  }
}
