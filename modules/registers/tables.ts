import type { Government } from '#definitions'
import type { ColumnType, Module } from '#platform/database'
import type { Values } from '#shared/values'
import type { Says } from './statements/rules.ts'

/** The schema and its migrations, for `migrate`. */
export const registersModule: Module = {
  schema: 'registers',
  folder: new URL('./migrations/', import.meta.url),
}

/** The schema `registers`, as its migrations make it. Bytes are hashes; moments are RFC 3339 in UTC. */
export interface RegistersTables {
  'registers.recording': {
    number: number
    recorded_at: string
    asserted: boolean
    actor: string
    source: string
    kind: 'entries' | 'adoption'
    content_hash: Buffer
    previous_hash: Buffer
    hash: Buffer
  }
  'registers.record': { id: string; register: string; key: string; holder: string; first_recording: number }
  'registers.entry': EntryRow
  'registers.stated_value': EntryRow
  'registers.record_holder': { record: string; register: string; holder: string }
  'registers.public_entry': EntryRow
  'registers.reference': { record: string; target: string }
  'registers.statement': {
    statement: number
    recording: number
    organisation: string
    register: string
    part: string | null
    effective_on: string
    says: Says
    note: string
    source: string
  }
  'registers.adoption': { recording: number; government: ColumnType<Government, string, never>; hash: Buffer }
  'registers.field': {
    register: string
    field: string
    type: string
    disclose: 'public' | 'centre' | 'organisation' | 'none'
  }
}

interface EntryRow {
  entry: number
  recording: number
  record: string
  register: string
  organisation: string
  effective_on: string
  state: 'stands' | 'ended' | 'void'
  voids: number | null
  reconstructed: boolean
  source: string
  values: ColumnType<Values, string, never>
}
