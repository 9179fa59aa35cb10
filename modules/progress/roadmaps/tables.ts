/* The promises of a roadmap as a table, for those who take it away. Pure. */
import type { Text } from '#definitions'
import type { Cell, Table } from '#design'
import type { Words } from '#platform/messages'
import { captionOf, numberedCell, textCell } from '../sentences/cells.ts'
import type { ShownCommitment, ShownMission } from './rules.ts'

/** Every commitment of some missions, with its first figure and how it stands. */
export function promisesTable(
  words: Words,
  id: string,
  title: Text,
  missions: readonly ShownMission[],
): Table {
  return {
    id,
    ...captionOf(words, title),
    columns: ['mission', 'number', 'commitment', 'stands', 'phase', 'figure', 'coverage', 'target'].map(
      (key) => ({
        key,
        label: words.say(`progress.promises.${key}`),
        kind: 'words',
      }),
    ),
    rows: missions.flatMap(({ mission, commitments }) =>
      commitments.map(({ number, title: commitment, href, standing, phase, stands }) => ({
        cells: [
          numberedCell(words, mission.number, mission.title),
          { says: String(number), value: number },
          textCell(words, commitment, href),
          { says: standing.words },
          { says: phase },
          figureCell(stands),
          { says: stands?.coverage ?? '' },
          { says: stands?.target ?? '' },
        ],
      })),
    ),
  }
}

function figureCell(stands: ShownCommitment['stands']): Cell {
  if (!stands) return { says: '' }
  const { headline, lastRecorded } = stands
  return {
    says: `${headline.number} ${headline.words}`.trim(),
    ...(lastRecorded ? { notes: [{ says: lastRecorded }] } : {}),
  }
}
