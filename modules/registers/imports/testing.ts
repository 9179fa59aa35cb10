/* A small government with two registers, for the tests of imports and batches. */
import type { Government } from '#definitions'
import type { Kysely } from '#platform/database'
import { type Ledger, record } from '../recordings/queries.ts'
import type { RegistersTables } from '../tables.ts'
import { type Imported, importRead } from './import.ts'
import { type Format, readImport, readStatements } from './read.ts'

const open = { required: false, disclose: 'public' } as const
const title = (en: string) => ({ title: { en } })

export const bay: Government = {
  slug: 'bay',
  name: { en: 'Bay' },
  organisations: [
    { slug: 'harbour', name: { en: 'Harbour Office' }, abbreviation: 'HO', kind: 'office' },
    { slug: 'parks', name: { en: 'Parks' }, kind: 'office' },
    { slug: 'old-works', name: { en: 'Old Works' }, kind: 'office', until: '2023-01-01' },
  ],
  successions: [],
  registers: [
    {
      name: 'systems',
      ...title('Systems'),
      record: { en: 'system' },
      records: { en: 'systems' },
      kind: 'continuous',
      fields: [
        { name: 'name', ...title('Name'), ...open, required: true, type: 'text' },
        { name: 'risk', ...title('Risk'), ...open, type: 'assessment', framework: 'risk' },
        { name: 'plan', ...title('Plan'), ...open, type: 'choice', options: ['funded', 'none'] },
        { name: 'users', ...title('Users'), ...open, type: 'integer' },
        { name: 'cost', ...title('Cost'), ...open, type: 'decimal' },
        { name: 'closed', ...title('Closed'), ...open, type: 'boolean' },
        { name: 'tested', ...title('Tested'), ...open, type: 'date' },
        { name: 'page', ...title('Page'), ...open, type: 'link' },
        { name: 'replaces', ...title('Replaces'), ...open, type: 'record', register: 'systems' },
      ],
      parts: [{ name: 'red', ...title('Red'), when: 'record.risk.rating == "red"' }],
      checks: [
        {
          level: 'error',
          when: 'record.risk.rating == "red" && !has(record.plan)',
          say: { en: 'Say whether it has a plan' },
        },
        { level: 'warning', when: 'record.users == 0', say: { en: 'Nobody uses it' } },
        { level: 'error', when: 'record.replaces.closed == true', say: { en: 'What it replaces is closed' } },
        { level: 'warning', when: 'size(ever) > 3', say: { en: 'It changes often' } },
      ],
    },
    {
      name: 'staff',
      ...title('Staff'),
      record: { en: 'quarter' },
      records: { en: 'quarters' },
      kind: 'snapshot',
      period: 'P3M',
      fields: [{ name: 'posts', ...title('Posts'), ...open, type: 'integer' }],
      parts: [],
      checks: [],
    },
  ],
  frameworks: [
    {
      slug: 'risk',
      version: '1',
      ...title('Risk'),
      source: 'Invented',
      verified: true,
      groups: [{ id: 'all', ...title('All') }],
      questions: [
        {
          id: 'Q1',
          ...title('How old?'),
          group: 'all',
          type: 'level',
          levels: [1, 2, 3].map((score) => ({ score, ...title(String(score)) })),
        },
      ],
      results: {
        rule: 'mean and max product',
        sides: ['all'],
        decimals: 0,
        bands: [{ result: 'green' }, { result: 'red', from: 3 }],
      },
    },
  ],
  roadmaps: [],
}

export const noLedger: Ledger = { post: async () => {}, close: async () => {} }

export async function* bytesOf(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part)
}

export async function adoptBay(tx: Kysely<RegistersTables>): Promise<void> {
  const recording = { actor: 'test', source: 'test', entries: [], statements: [], government: bay }
  await record(tx, { ...recording, kind: 'adoption', recordedAt: '2020-01-01T00:00:00.000Z' }, noLedger)
}

export function readText(
  text: string | Buffer,
  format: Format = 'csv',
  register = 'systems',
  government: Government = bay,
) {
  const of = government.registers.find(({ name }) => name === register)
  if (!of) throw new Error(`no register ${register}`)
  return readImport({ government, name: 'file', bytes: bytesOf(text), format, source: 'A test' }, of)
}

/** Imports text as `import REGISTER FILE` does, and as `import statements FILE` where there is no register. */
export async function importText(
  tx: Kysely<RegistersTables>,
  text: string,
  asked: { register?: string; isPartial?: boolean; government?: Government } = {},
): Promise<Imported & { read: { errors: number } }> {
  const { register = 'systems', isPartial = false, government = bay } = asked
  const base = { government, actor: 'test', source: 'A test', isPartial }
  if (register === 'statements') {
    const read = await readStatements({
      government,
      name: 'file',
      bytes: bytesOf(text),
      format: 'csv',
      source: 'A test',
    })
    const imported = await importRead(tx, { ...base, entries: [], statements: read.items }, noLedger)
    return { ...imported, read: read.problems }
  }
  const read = await readText(text, 'csv', register, government)
  const imported = await importRead(tx, { ...base, entries: read.items, statements: [] }, noLedger)
  return { ...imported, read: read.problems }
}
