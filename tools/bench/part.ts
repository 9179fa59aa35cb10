import type { Databases } from './databases.ts'
import type { Section } from './report.ts'

/** What a part is given. */
export interface Bench {
  databases: Databases
  /** How many entries or records, unless the command line says otherwise. */
  sizes: (usual: readonly number[]) => readonly number[]
  isFull: boolean
  report: (line: string) => void
}

/** One benchmark. */
export interface Part {
  title: string
  measure: (bench: Bench) => Promise<Section>
}
