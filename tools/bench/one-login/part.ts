import type { PrivatePostgres, PrivateRedis } from '../../../platform/database/testing.ts'
import type { Section } from '../report.ts'
import type { Seeded } from './accounts.ts'

/** What a part is given. */
export interface Bench {
  postgres: PrivatePostgres
  redis(): Promise<PrivateRedis>
  /** A database with so many accounts, made once for all that ask for it. */
  seeded(accounts: number): Promise<Seeded>
  /** The key of the relying party, in PEM. */
  key: { publicPem: string; privatePem: string }
  /** For files; it goes when the run ends. */
  folder: string
  isFull: boolean
  report: (line: string) => void
}

/** One benchmark. */
export interface Part {
  title: string
  measure: (bench: Bench) => Promise<Section>
}
