import { type Framework, frameworkFor, type Government, ratingsOf, suggestion } from '#definitions'
import { assess } from '#frameworks'
import { type IsoDate, sayDate } from '#shared/dates'
import type { Value } from '#shared/values'
import type { Cell } from '../files/rows.ts'
import { readOption, show } from './cells.ts'
import type { Say } from './own-columns.ts'

/*
 * An assessment is written as its result alone, its answers, or both. It is judged under the version of the framework
 * that the row names, or the one to judge by on the day from which the row is so; and it keeps that version, whatever
 * versions come after.
 */

export interface AssessmentReader {
  /** The columns after the field's name: the rating, the version, and the questions of every version. */
  readonly parts: readonly string[]
  /** What is kept; undefined where nothing is written, or where it has errors, which have been said. */
  read(cells: ReadonlyMap<string, Cell>, on: IsoDate, say: Say): Value | undefined
}

export function assessmentReader(government: Government, name: string, slug: string): AssessmentReader {
  const versions = government.frameworks.filter((each) => each.slug === slug)
  const parts = assessmentParts(government, slug)
  const questions = parts.slice(OWN_PARTS.length).map((id) => ({ id, column: `${name}.${id}` }))
  return {
    parts,
    read(cells, on, report) {
      const rating = cells.get(`${name}.rating`)
      const named = cells.get(`${name}.version`)
      const answers: Record<string, Cell> = {}
      for (const { id, column } of questions) {
        const answer = cells.get(column)
        if (answer !== undefined) answers[id] = answer
      }
      const hasAnswers = Object.keys(answers).length > 0
      if (rating === undefined && named === undefined && !hasAnswers) return undefined
      const say: SayPart = (part, says, instead) => report('error', `${name}.${part}`, says, instead)
      const framework = versionOf(versions, named, on, say)
      if (!framework) return undefined
      if (!hasAnswers) return readStated(framework, rating, say)
      return hasQuestions(framework, versions, answers, say)
        ? readAnswered(framework, rating, answers, say)
        : undefined
    },
  }
}

type SayPart = (part: string, says: string, instead?: string) => void

const OWN_PARTS = ['rating', 'version']

/** The columns of an assessment, after the name of its field: those of all versions of its framework. */
export function assessmentParts({ frameworks }: Government, slug: string): string[] {
  const versions = frameworks.filter((each) => each.slug === slug)
  return [...new Set([...OWN_PARTS, ...versions.flatMap(({ questions }) => questions.map(({ id }) => id))])]
}

function versionOf(
  versions: readonly Framework[],
  named: Cell | undefined,
  on: IsoDate,
  say: SayPart,
): Framework | undefined {
  const [{ slug } = { slug: '' }] = versions
  const names = versions.map(({ version }) => version)
  if (named !== undefined) {
    const framework = frameworkFor(versions, slug, { version: String(named) })
    if (!framework)
      say('version', `${slug} has no version ${show(named)}`, suggestion(String(named), names).instead)
    return framework
  }
  const framework = frameworkFor(versions, slug, { on })
  // A row without its date has been told so.
  if (!framework && on !== '') {
    const says = `no version of ${slug} was there to judge by on ${sayDate(on)}`
    say('version', says, `name the one by which it was judged: ${names.join(', ')}`)
  }
  return framework
}

/** Questions of another version are columns of the same file, and have no answer in this one. */
function hasQuestions(
  { version, questions }: Framework,
  versions: readonly Framework[],
  answers: Readonly<Record<string, Cell>>,
  say: SayPart,
): boolean {
  const strange = Object.keys(answers).filter((id) => !questions.some((question) => question.id === id))
  for (const id of strange) {
    const others = versions.filter((each) => each.questions.some((question) => question.id === id))
    const instead = `leave it empty, or name the version that has it: ${others.map((each) => each.version).join(', ')}`
    say(id, `version ${version}, by which this is judged, has no question "${id}"`, instead)
  }
  return strange.length === 0
}

/** A result alone is taken as stated, if it is one that the framework can give. */
function readStated(framework: Framework, rating: Cell | undefined, say: SayPart): Value | undefined {
  const { slug, version } = framework
  if (rating === undefined) {
    say('version', 'a version alone says nothing', 'fill in the rating or the answers, or leave it empty')
    return undefined
  }
  const stated = readRating(framework, rating, say)
  return stated === undefined ? undefined : { framework: slug, version, rating: stated }
}

/** Answers are judged by the framework. */
function readAnswered(
  framework: Framework,
  rating: Cell | undefined,
  answers: Readonly<Record<string, Cell>>,
  say: SayPart,
): Value | undefined {
  const stated = rating === undefined ? undefined : readRating(framework, rating, say)
  const assessed = assess(framework, answers)
  if (!assessed.ok) {
    for (const { question, says, instead } of assessed.problems) say(question, says, instead)
    return undefined
  }
  const { working: _, unverified, ...kept } = assessed.assessment
  if (stated !== undefined && stated !== kept.rating) {
    const says = `the answers make "${kept.rating}", and the rating says "${String(rating)}"`
    say('rating', says, 'leave the rating empty, or correct the answers')
  }
  return stated === undefined && rating !== undefined
    ? undefined
    : { ...kept, ...(unverified && { unverified }) }
}

function readRating(framework: Framework, rating: Cell, say: SayPart): string | undefined {
  const { slug } = framework
  const read = readOption(rating, ratingsOf(slug, [framework]))
  if (read.ok) return String(read.value)
  say('rating', `the framework ${slug} never gives the result ${show(rating)}`, read.instead)
  return undefined
}
