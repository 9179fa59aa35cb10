import type { FieldType, Organisation, Register } from './government.ts'
import {
  type Field,
  milestoneChanges,
  organisationNotPublished,
  statedValues,
  wholeGovernment,
} from './government.ts'

/** These two hold what belongs to no one body; they are in every government. */
export const builtInOrganisations: Organisation[] = [
  { slug: organisationNotPublished, name: { en: 'Organisation not published' }, kind: 'not published' },
  { slug: wholeGovernment, name: { en: 'Whole of government' }, kind: 'whole government' },
]

function publicField(name: string, title: string, type: FieldType, required = false): Field {
  return { name, title: { en: title }, required, disclose: 'public', ...type }
}

/** In every government: numbers published without their parts, and what became of milestones. */
export const builtInRegisters: Register[] = [
  {
    name: statedValues,
    title: { en: 'Stated values' },
    record: { en: 'stated value' },
    records: { en: 'stated values' },
    kind: 'continuous',
    description: {
      en: 'Numbers that somebody published without the records behind them. They are shown with their source and never summed.',
    },
    fields: [
      publicField('measure', 'Measure', { type: 'text' }, true),
      publicField(
        'quantity',
        'What the number is',
        { type: 'choice', options: ['figure', 'answered', 'in scope', 'other total'] },
        true,
      ),
      publicField('value', 'Value', { type: 'text' }, true),
      publicField('unit', 'Unit', { type: 'choice', options: ['percent', 'count', 'about'] }, true),
      publicField('certainty', 'Certainty', {
        type: 'choice',
        options: ['exact', 'rounded', 'ambiguous', 'derived'],
      }),
      publicField('says', 'In its own words', { type: 'text' }, true),
      publicField('source', 'Source', { type: 'text' }, true),
      publicField('link', 'Link', { type: 'link' }),
      publicField('asAt', 'As at', { type: 'date' }, true),
      publicField('line', 'Reporting line', { type: 'text' }),
    ],
    parts: [],
    checks: [],
  },
  {
    name: milestoneChanges,
    title: { en: 'Milestones' },
    record: { en: 'milestone' },
    records: { en: 'milestones' },
    kind: 'continuous',
    description: {
      en: 'What became of the milestones and phases of commitments: each change of a date with its reason, and when each was reached. What was first promised is in the commitment.',
    },
    fields: [
      publicField('commitment', 'Commitment', { type: 'text' }, true),
      publicField('milestone', 'Milestone', { type: 'text' }, true),
      publicField('title', 'Title', { type: 'text' }),
      publicField('due', 'Due', { type: 'text' }),
      publicField('reason', 'Reason', { type: 'text' }),
      publicField('begun', 'Begun', { type: 'text' }),
      publicField('done', 'Reached', { type: 'text' }),
      publicField('link', 'Link', { type: 'link' }),
    ],
    parts: [],
    checks: [],
  },
]
