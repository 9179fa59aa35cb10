/* What no public source states, and what rests on it, as tables. Pure. */
import type { Framework, Government, Text } from '#definitions'
import type { Note, Table } from '#design'
import type { Words } from '#platform/messages'
import { type Promised, promisesOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { hrefOf as hrefOfMeasure } from '../../measures/parts.ts'
import { numberedCell, textCell } from '../../sentences/cells.ts'
import { columns } from '../cells.ts'
import { sayParts } from '../sentences.ts'
import { isVerified, type Rests, restsOf } from '../verified.ts'
import { titleCell } from '../versions.ts'

export function unverifiedFrameworks({ frameworks }: Government): Framework[] {
  return frameworks.filter((framework) => !isVerified(framework))
}

/** Each framework that is not verified, and what of it is not. */
export function frameworksTable(words: Words, government: Government, on: IsoDate): Table {
  return {
    id: 'frameworks',
    caption: words.say('progress.unverified.frameworks'),
    shape: 'stacked',
    columns: columns(words, ['framework', 'version', 'what-unverified']),
    rows: unverifiedFrameworks(government).map((framework) => {
      const parts = sayParts(words, framework)
      return {
        cells: [
          titleCell(words, government.frameworks, framework, on),
          { says: framework.version },
          { says: parts.length > 0 ? parts.join('; ') : words.say('progress.unverified.some-part') },
        ],
      }
    }),
  }
}

/** The registers of which records are judged by one of them. */
export function registersTable(words: Words, government: Government, on: IsoDate): Table {
  const unverified = unverifiedFrameworks(government)
  return {
    id: 'registers',
    caption: words.say('progress.unverified.registers'),
    shape: 'stacked',
    columns: columns(words, ['register', 'field', 'framework']),
    rows: government.registers.flatMap((register) =>
      register.fields.flatMap((field) => {
        const framework = unverified.find(
          ({ slug }) => field.type === 'assessment' && slug === field.framework,
        )
        if (!framework) return []
        const cells = [
          textCell(words, register.title, `/registers/${register.name}`),
          textCell(words, field.title),
          titleCell(words, government.frameworks, framework, on),
        ]
        return { cells }
      }),
    ),
  }
}

/** The measures that rest on one of them, or of which the definition itself is stated by no public source. */
export function measuresResting(government: Government): { promised: Promised; rests: Rests }[] {
  return promisesOf(government)
    .map((promised) => ({ promised, rests: restsOf(government, promised) }))
    .filter(({ rests }) => rests.isOwn || rests.frameworks.length > 0)
}

export function measuresTable(words: Words, resting: readonly { promised: Promised; rests: Rests }[]): Table {
  return {
    id: 'measures',
    caption: words.say('progress.unverified.measures'),
    shape: 'stacked',
    columns: columns(words, ['measure', 'commitment', 'because']),
    rows: resting.map(({ promised, rests }) => {
      const { roadmap, commitment, measure } = promised
      return {
        cells: [
          textCell(words, measure.title, hrefOfMeasure(promised)),
          numberedCell(
            words,
            commitment.number,
            commitment.title,
            `/roadmaps/${roadmap.slug}/commitments/${commitment.number}`,
          ),
          {
            says: '',
            notes: [
              ...(rests.isOwn ? [{ says: words.say('progress.unverified.own') }] : []),
              ...titlesOf(rests).map((title) => noteOf(words, title)),
            ],
          },
        ],
      }
    }),
  }
}

/** Versions have one title. */
function titlesOf({ frameworks }: Rests): Text[] {
  return [...new Map(frameworks.map(({ slug, title }) => [slug, title])).values()]
}

function noteOf(words: Words, title: Text): Note {
  const { says, locale } = words.text(title)
  return { says, ...(locale === words.locale ? {} : { lang: locale }) }
}
