import type { Framework } from './framework.ts'
import type { Organisation, Register, Succession } from './government.ts'
import type { Commitment, Roadmap } from './roadmap.ts'
import { nearest } from './sources/spelling.ts'
import type { Source } from './sources/yaml.ts'
import type { Text } from './text.ts'

/** What a file said, and where it is written. */
export interface Loaded<Value> {
  source: Source
  value: Value
}

/** A government's folder, file by file, before it is known to be right as a whole. */
export interface Folder {
  seen: { government: boolean; organisations: boolean }
  government?: Loaded<{ slug: string; name: Text; attribution?: Text }>
  organisations?: Loaded<{ organisations: Organisation[]; successions: Succession[] }>
  registers: Loaded<Register>[]
  frameworks: Loaded<Framework>[]
  roadmaps: Loaded<Roadmap>[]
  commitments: (Loaded<Commitment> & { roadmap: string })[]
  /** Files that are there but wrong: what refers to them is not wrong as well. */
  broken: { registers: Set<string>; frameworks: Set<string>; roadmaps: Set<string>; commitments: Set<string> }
}

export function emptyFolder(): Folder {
  return {
    seen: { government: false, organisations: false },
    registers: [],
    frameworks: [],
    roadmaps: [],
    commitments: [],
    broken: { registers: new Set(), frameworks: new Set(), roadmaps: new Set(), commitments: new Set() },
  }
}

export type Place =
  | { kind: 'government' | 'organisations' }
  | { kind: 'register' | 'framework' | 'roadmap'; name: string }
  | { kind: 'commitment'; roadmap: string; number: number; name: string }
  | { kind: 'ignored' }
  | { kind: 'unknown'; says: string; instead?: string }

const PLACES = ['government.yaml', 'organisations.yaml', 'registers', 'frameworks', 'roadmaps', 'records']

/** What a file is, from where it lies. YAML that lies where nothing reads it is a mistake worth naming. */
export function place(file: string): Place {
  if (file.endsWith('.yml')) {
    return {
      kind: 'unknown',
      says: 'only files that end in .yaml are read',
      instead: `name it ${file.slice(0, -3)}yaml`,
    }
  }
  if (!file.endsWith('.yaml')) return { kind: 'ignored' }
  if (file === 'government.yaml') return { kind: 'government' }
  if (file === 'organisations.yaml') return { kind: 'organisations' }
  const [, folder, name] = file.match(/^(registers|frameworks)\/([^/]+)\.yaml$/) ?? []
  if (name) return { kind: folder === 'registers' ? 'register' : 'framework', name }
  const [, roadmap] = file.match(/^roadmaps\/([^/]+)\/roadmap\.yaml$/) ?? []
  if (roadmap) return { kind: 'roadmap', name: roadmap }
  const [, of, number, slug] = file.match(/^roadmaps\/([^/]+)\/commitments\/(\d{1,3})-([^/]+)\.yaml$/) ?? []
  if (of && number && slug) return { kind: 'commitment', roadmap: of, number: Number(number), name: slug }
  return { kind: 'unknown', says: 'nothing reads a file here', ...whereInstead(file) }
}

function whereInstead(file: string): { instead?: string } {
  const [top = '', ...rest] = file.split('/')
  const near = nearest(top, PLACES)
  if (near && near !== top) return { instead: `did you mean ${[near, ...rest].join('/')}?` }
  if (file.includes('/commitments/')) return { instead: 'name it by number and slug: 10-legacy-systems.yaml' }
  if (top === 'roadmaps') {
    return { instead: 'a roadmap is roadmaps/NAME/roadmap.yaml and roadmaps/NAME/commitments/10-NAME.yaml' }
  }
  return {}
}
