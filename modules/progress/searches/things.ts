/* Everything that can be found, with the texts that it is found by: the definitions as adopted. Pure. */
import type { Commitment, Government, Organisation, Roadmap, Text } from '#definitions'
import type { Words } from '#platform/messages'
import type { Locale } from '#shared/dates'
import { ownHref } from '../frameworks/versions.ts'
import { hrefOf } from '../measures/parts.ts'
import { isNamed } from '../sentences/rules.ts'
import { type Index, indexOf, type Said, type Thing } from './rules.ts'

const indexes = new WeakMap<Government, Map<Locale, Index>>()

/** The index of a government in a language, made once. */
export function indexIn(words: Words, government: Government): Index {
  const before = indexes.get(government) ?? new Map<Locale, Index>()
  const index = before.get(words.locale) ?? indexOf(thingsOf(words, government))
  indexes.set(government, before.set(words.locale, index))
  return index
}

export function thingsOf(words: Words, government: Government): Thing[] {
  return [
    ...government.roadmaps.flatMap((roadmap) => [
      roadmapThing(words, roadmap),
      ...missionThings(words, roadmap),
      ...roadmap.commitments.flatMap((commitment) => commitmentThings(words, roadmap, commitment)),
    ]),
    ...government.organisations
      .filter(({ slug }) => isNamed(slug))
      .map((organisation) => organisationThing(words, government, organisation)),
    ...government.frameworks.map((framework): Thing => {
      const { version, title, note, source, groups, questions } = framework
      return {
        kind: 'framework',
        href: ownHref(government.frameworks, framework),
        ...titled(words, title),
        within: words.say('progress.search.framework', { version }),
        texts: [
          ...saidIn(words, note, { en: source }),
          ...saidIn(words, ...groups.map((each) => each.title)),
          ...saidIn(words, ...questions.flatMap((each) => [each.title, each.about])),
        ],
      }
    }),
    ...government.registers.map(
      ({ name, title, record, records, description, fields, parts }): Thing => ({
        kind: 'register',
        href: `/registers/${name}`,
        ...titled(words, title),
        within: '',
        texts: saidIn(
          words,
          description,
          records,
          record,
          ...parts.map((each) => each.title),
          ...fields.map((each) => each.title),
        ),
      }),
    ),
  ]
}

/** A title as it is said on the page; found in the other language as well, and by its number: Mission 4. */
function titled(words: Words, title: Text, number = ''): Pick<Thing, 'title' | 'alsoCalled'> {
  const shown = words.text(title)
  const numbered = number === '' ? [] : [number + shown.says]
  return { title: shown, alsoCalled: [...numbered, ...inOtherLanguage(shown, title)] }
}

function inOtherLanguage({ locale }: Said, text: Text): string[] {
  return locale === 'cy' ? [text.en] : []
}

function saidIn(words: Words, ...texts: (Text | undefined)[]): Said[] {
  return texts.flatMap((text) => {
    if (!text) return []
    const shown = words.text(text)
    return [shown, ...inOtherLanguage(shown, text).map((says): Said => ({ says, locale: 'en' }))]
  })
}

function roadmapThing(words: Words, { slug, title, summary, from, until }: Roadmap): Thing {
  return {
    kind: 'roadmap',
    href: `/roadmaps/${slug}`,
    ...titled(words, title),
    within: words.say('progress.roadmap.when', { from: words.date(from), until: words.date(until) }),
    texts: saidIn(words, summary),
  }
}

function missionThings(words: Words, { slug, title: ofRoadmap, missions }: Roadmap): Thing[] {
  return missions.map(({ number, title, sponsor, summary }) => ({
    kind: 'mission',
    href: `/roadmaps/${slug}/missions/${number}`,
    ...titled(words, title, `${words.say('progress.mission.number', { number })} `),
    within: words.say('progress.search.mission', { number, roadmap: words.text(ofRoadmap).says }),
    texts: saidIn(words, summary, sponsor),
  }))
}

function commitmentThings(words: Words, roadmap: Roadmap, commitment: Commitment): Thing[] {
  const { number, title, promise, sponsor, scope, phases, doubts, milestones, measures } = commitment
  const href = `/roadmaps/${roadmap.slug}/commitments/${number}`
  const within = words.say('progress.commitment.title', { number, title: words.text(title).says })
  return [
    {
      kind: 'commitment',
      href,
      ...titled(words, title, `${words.say('progress.commitment.number', { number })} `),
      within: words.say('progress.search.commitment', { number, roadmap: words.text(roadmap.title).says }),
      texts: [
        ...saidIn(words, promise, sponsor, scope.note, ...phases.map((each) => each.title)),
        ...doubts.flatMap(({ says, from }) =>
          saidIn(words, says).map((said): Said => (from === undefined ? said : { ...said, from })),
        ),
      ],
    },
    ...measures.map(
      (measure): Thing => ({
        kind: 'measure',
        href: hrefOf({ roadmap, commitment, measure }),
        ...titled(words, measure.title),
        within,
        texts: saidIn(words, measure.method, measure.note, measure.unit),
      }),
    ),
    ...milestones.map(
      (milestone): Thing => ({
        kind: 'milestone',
        href,
        ...titled(words, milestone.title),
        within,
        texts: [
          {
            says: words.say('progress.milestone.due', { date: words.date(milestone.due) }),
            locale: words.locale,
          },
          ...(milestone.source ? saidIn(words, { en: milestone.source }) : []),
        ],
      }),
    ),
  ]
}

/** An organisation is found by the names of those that it came from, too. */
function organisationThing(words: Words, government: Government, organisation: Organisation): Thing {
  const { slug, name, abbreviation } = organisation
  const former = new Set(
    government.successions.filter(({ to }) => to.includes(slug)).flatMap(({ from }) => from),
  )
  const before = government.organisations.filter((each) => former.has(each.slug) && each.slug !== slug)
  return {
    kind: 'organisation',
    href: `/organisations/${slug}`,
    ...titled(words, name),
    ...(abbreviation === undefined ? {} : { abbreviation }),
    within: abbreviation ?? '',
    texts: before.flatMap((each) => {
      const other = words.text(each.name)
      const says = words.say('progress.search.formerly', {
        name: other.says,
        abbreviation: each.abbreviation ?? 'none',
      })
      return [
        { says, locale: words.locale },
        ...inOtherLanguage(other, each.name).map((en): Said => ({ says: en, locale: 'en' })),
      ]
    }),
  }
}
