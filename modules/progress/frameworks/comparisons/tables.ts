/* What differs between two versions, as tables. Pure. */
import type { Framework } from '#definitions'
import type { Table } from '#design'
import type { Words } from '#platform/messages'
import type { Compared, Difference } from './rules.ts'

export function comparedTables(words: Words, from: Framework, to: Framework, compared: Compared): Table[] {
  const table = (id: string, differences: readonly Difference[]): Table[] =>
    differences.length === 0
      ? []
      : [
          {
            id,
            caption: words.say(`progress.framework.compare.table.${id}`, {
              from: from.version,
              to: to.version,
            }),
            columns: [
              { key: 'what', label: words.say(`progress.framework.compare.what.${id}`), kind: 'words' },
              { key: 'difference', label: words.say('progress.framework.compare.difference'), kind: 'words' },
              { key: 'before', label: sayIn(words, from), kind: 'words' },
              { key: 'after', label: sayIn(words, to), kind: 'words' },
            ],
            rows: differences.map(({ kind, what, before, after }) => ({
              cells: [what, { says: words.say(`progress.framework.compare.kind.${kind}`) }, before, after],
            })),
          },
        ]
  return [...table('questions', compared.ofQuestions), ...table('rule', compared.ofRule)]
}

function sayIn(words: Words, { version }: Framework): string {
  return words.say('progress.framework.compare.in', { version })
}

/** What differs, in a few sentences. */
export function sayCompared(words: Words, from: Framework, to: Framework, compared: Compared): string[] {
  if (from === to) return [words.say('progress.framework.compare.same-version')]
  const { questions, ofRule } = compared
  const { before, after, unchanged, added, removed, changed } = questions
  return [
    words.say('progress.framework.compare.counts', { from: from.version, before, to: to.version, after }),
    words.say('progress.framework.compare.questions', { added, removed, changed, unchanged }),
    words.say('progress.framework.compare.parts', { count: ofRule.length }),
  ]
}
