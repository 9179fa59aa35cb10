import type { FastifyInstance } from 'fastify'
import type { Table } from '#design'
import type { Words } from '#platform/messages'
import type { Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import type { Site } from '../pages.ts'
import { LONGEST_QUERY, readQuery } from './input.ts'
import { didYouMean, type Found, find, marked, snippetOf } from './rules.ts'
import { indexIn } from './things.ts'
import { wordsAsked } from './words.ts'

export function serveSearches(app: FastifyInstance, site: Site): void {
  serveDocument(app, site, { url: '/search', section: 'search' }, readSearch)
}

/** More are not shown: a reader adds a word. */
const MOST_SHOWN = 50

const readSearch: Read = async ({ words, known, asAt, query }) => {
  const { q, isTooLong } = readQuery(query)
  const page = {
    view: 'progress/searches/views/search',
    keeps: q === '' ? {} : { q },
    isUnlisted: true,
    isPrivate: q !== '',
  }
  if (isTooLong) {
    const error = words.say('progress.search.too-long', { most: LONGEST_QUERY })
    return {
      ...page,
      title: words.say('progress.search.error', { title: words.say('progress.search.title') }),
      says: [error],
      status: 400,
      context: { q, error },
    }
  }
  if (wordsAsked(q).length === 0) {
    const says = q === '' ? [] : [words.say('progress.search.no-words')]
    return { ...page, title: words.say('progress.search.title'), says, context: { q, says, isEmpty: true } }
  }
  const index = indexIn(words, known.government)
  const knownOn = asAt.knownAt.slice(0, 10)
  const found = find(index, q, knownOn)
  const shown = found.slice(0, MOST_SHOWN).map((each) => showFound(words, each, q, knownOn))
  const meant = found.length === 0 ? didYouMean(index, q, knownOn) : undefined
  const says = [
    words.say('progress.search.found', { count: found.length, query: q }),
    ...(found.length > MOST_SHOWN ? [words.say('progress.search.most', { shown: MOST_SHOWN })] : []),
    ...(meant === undefined ? [] : [words.say('progress.search.did-you-mean', { meant })]),
  ]
  return {
    ...page,
    title: words.say('progress.search.title-of', { query: q }),
    says,
    tables: shown.length > 0 ? [resultsTable(words, shown, q)] : [],
    context: {
      q,
      says: says.slice(0, found.length > MOST_SHOWN ? 2 : 1),
      meant: meant === undefined ? undefined : { q: meant, href: `/search?q=${encodeURIComponent(meant)}` },
      isNothing: found.length === 0,
      groups: groupsOf(words, shown),
    },
  }
}

type Shown = ReturnType<typeof showFound>

function showFound(words: Words, { thing }: Found, q: string, knownOn: string) {
  const { kind, href, title, within } = thing
  const snippet = snippetOf(thing, q, knownOn)
  const inLanguage = (locale: string) => (locale === words.locale ? undefined : locale)
  return {
    kind,
    href,
    title: { says: title.says, pieces: marked(title.says, q), lang: inLanguage(title.locale) },
    within: { says: within, pieces: marked(within, q) },
    snippet: snippet && {
      says: snippet.says,
      pieces: marked(snippet.says, q),
      lang: inLanguage(snippet.locale),
    },
  }
}

/** What was found by kind: first the kind of the best, and within a kind the best first. */
function groupsOf(words: Words, shown: readonly Shown[]) {
  return [...Map.groupBy(shown, ({ kind }) => kind)].map(([kind, results]) => ({
    kind,
    title: words.say(`progress.search.kind.${kind}`),
    results,
  }))
}

/** The same, for programs: in the order of how well each fits. */
function resultsTable(words: Words, shown: readonly Shown[], query: string): Table {
  return {
    id: 'results',
    caption: words.say('progress.search.title-of', { query }),
    columns: ['title', 'kind', 'within', 'address', 'snippet'].map((key) => ({
      key,
      label: words.say(`progress.search.${key}`),
      kind: 'words',
    })),
    rows: shown.map(({ kind, href, title, within, snippet }) => ({
      cells: [
        { says: title.says, href },
        { says: kind },
        { says: within.says },
        { says: href },
        { says: snippet?.says ?? '' },
      ],
    })),
  }
}
