import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Known } from '#figures'
import { Invalid, NotFound, openToAll, readAddress } from '#platform/http'
import type { Kept } from '#shared/kept'
import { datesOf, refuseDates, showDates } from '../as-at/dates.ts'
import type { AsAt } from '../as-at/input.ts'
import { nothingKnown } from '../known/pages.ts'
import { knownTo, openReader } from '../known/queries.ts'
import type { Site } from '../pages.ts'
import {
  type Addressed,
  addressOf,
  FORMATS,
  type Format,
  inFormat,
  pageOf,
  permanentAddress,
} from './addresses.ts'
import type { Document, Read } from './document.ts'
import { documentCsv, documentJson, documentSvg, type Provenance, shownParts } from './formats.ts'

/** The part of the site that a page is in, as its navigation shows. */
export type Section = 'roadmaps' | 'organisations' | 'frameworks' | 'compare' | 'search'

/** Serves a document at its address, and in every other format beside it. */
export function serveDocument(
  app: FastifyInstance,
  pages: Site,
  at: { url: string; section: Section },
  read: Read,
): void {
  for (const format of FORMATS) {
    app.get<{ Params: Record<string, string> }>(
      inFormat(at.url, format),
      { config: { may: 'anyone' } },
      async (request, reply) => {
        const asAt = datesOf(request, reply, pages.now(), format)
        if (!asAt) return reply
        const { words, params, query } = request
        const reader = await openReader(pages.store, pages.memory)
        // A page rests on nothing but its address, the day and what has been recorded: so none that is kept is out of
        // date, or embargoed.
        if (reply.alreadyMade(`${reader.last.number} ${asAt.today} ${request.url}`)) return reply
        const known = await knownTo(reader, asAt.knownAt)
        if (!known) {
          if (format !== 'html') throw new NotFound(words.say('progress.nothing-known.says'))
          return nothingKnown(request, reply, asAt, pages)
        }
        const document = await remembered(pages.documents, request, reader.last.number, asAt.today, () =>
          read({ reader, words, asAt, known, params, query }),
        )
        if ('faults' in document) return refuseDates(request, reply, format, document.faults)
        if (document.isPrivate || document.status) keepNothing(reply)
        if (document.status && format !== 'html') throw new Invalid(document.says.join(' '))
        const provenance = provenanceOf(request, asAt, known, document, pages)
        const made = { document, known, provenance, asAt, section: at.section }
        return send(request, reply, format, made)
      },
    )
  }
}

/** What was read for one format serves the others: whoever takes a page away has just seen it. */
async function remembered(
  documents: Kept<Document>,
  { words, url }: FastifyRequest,
  recording: number,
  today: string,
  read: () => ReturnType<Read>,
): ReturnType<Read> {
  const { path, query } = readAddress(url)
  const rest = new URLSearchParams(query)
  rest.delete('table')
  rest.delete('chart')
  const key = `${recording} ${today} ${words.locale} ${pageOf(path)}?${rest}`
  const before = documents.find(key)
  if (before) return before
  const document = await read()
  const isKept = !('faults' in document) && !document.isPrivate && !document.status
  if (isKept) documents.keep(key, document)
  return document
}

function keepNothing(reply: FastifyReply): void {
  reply.keepAs = null
  reply.header('cache-control', 'no-store')
}

interface Made {
  document: Document
  known: Known
  provenance: Provenance
  asAt: AsAt
  section: Section
}

function addressedIn({ words, url }: FastifyRequest, asAt: AsAt, { keeps = {} }: Document): Addressed {
  return { locale: words.locale, path: pageOf(readAddress(url).path), asAt, keeps }
}

function provenanceOf(
  request: FastifyRequest,
  asAt: AsAt,
  { government, recordedAt }: Known,
  document: Document,
  { publicUrl }: Site,
): Provenance {
  const { words } = request
  const address = permanentAddress(addressedIn(request, asAt, document), recordedAt, publicUrl)
  const citation = words.say('progress.take.citation', {
    government: words.text(government.name).says,
    title: document.title,
    on: words.date(asAt.on),
    known: words.moment(recordedAt),
    address,
  })
  return { address, citation, knownAt: recordedAt }
}

const Parts = z.object({ table: z.string().optional(), chart: z.string().optional() })

function send(request: FastifyRequest, reply: FastifyReply, format: Format, made: Made): FastifyReply {
  const { document, known, provenance, asAt, section } = made
  const { words } = request
  const at = addressedIn(request, asAt, document)
  if (format === 'html') return sendHtml(request, reply, made, at)
  openToAll(reply)
  if (format === 'json')
    return reply
      .type('application/json; charset=utf-8')
      .send(documentJson(words, document, at, known, provenance))

  const asked = Parts.safeParse(request.query)
  const part = asked.success ? asked.data : {}
  const file =
    format === 'csv' ? documentCsv(document, part.table) : documentSvg(document, part.chart, provenance)
  if (file === undefined) throw new NotFound(sayParts(request, format, document))
  if (format === 'svg') return reply.type('image/svg+xml; charset=utf-8').send(file)
  const name = [section, ...at.path.split('/'), part.table ?? ''].filter((each) => each !== '').at(-1)
  reply.header('content-disposition', `inline; filename="${name?.replace(/[^a-z0-9-]/gi, '-')}.csv"`)
  return reply.type('text/csv; charset=utf-8; header=present').send(file)
}

function sayParts({ words }: FastifyRequest, format: Format, { tables = [], charts = [] }: Document): string {
  const parts = (format === 'csv' ? tables : charts).map(({ id }) => id)
  const key = parts.length === 0 ? `progress.not-found.no-${format}` : `progress.not-found.${format}`
  return words.say(key, { parts: words.list(parts) })
}

function sendHtml(
  request: FastifyRequest,
  reply: FastifyReply,
  { document, known, provenance, asAt, section }: Made,
  at: Addressed,
): FastifyReply {
  const { words } = request
  return reply.code(document.status ?? 200).page(document.view, {
    ...showDates(words, asAt),
    section,
    title: document.title,
    description: document.says[0] ?? '',
    isUnlisted: document.isUnlisted === true || asAt.asked.on !== undefined || asAt.asked.known !== undefined,
    attribution: known.government.attribution,
    breadcrumbs: document.breadcrumbs ?? [],
    keeps: Object.entries(document.keeps ?? {}),
    // What is wrong, or what one reader entered, is not worth citing.
    ...(document.status || document.isPrivate
      ? {}
      : {
          take: {
            json: addressOf(at, 'json'),
            permanent: provenance.address,
            citation: provenance.citation,
          },
        }),
    ...shownParts(words, document, at),
    ...document.context,
  })
}
