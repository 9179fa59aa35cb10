import { endOf } from '#shared/dates'
import { builtInOrganisations } from '../built-in.ts'
import type { Folder, Loaded } from '../folder.ts'
import type { Problem } from '../government.ts'
import type { Commitment, ReportingLine, Roadmap } from '../roadmap.ts'
import { orList } from '../sources/problems.ts'
import { Found } from './found.ts'

export function checkRoadmaps(folder: Folder): Problem[] {
  const organisations = folder.organisations?.value.organisations.map(({ slug }) => slug)
  const bodies = organisations && [...organisations, ...builtInOrganisations.map(({ slug }) => slug)]
  return [
    ...folder.roadmaps.flatMap((loaded) => checkRoadmap(loaded, folder, bodies)),
    ...folder.commitments.flatMap((loaded) => checkCommitment(loaded, folder, bodies)),
  ]
}

function checkRoadmap(
  { source, value: roadmap }: Loaded<Roadmap>,
  folder: Folder,
  bodies: string[] | undefined,
): Problem[] {
  const found = new Found(source)
  if (endOf(roadmap.until) < endOf(roadmap.from))
    found.at(['until'], `it ends before it begins, in ${roadmap.from}`)
  found.once(
    roadmap.missions,
    ({ number }) => number,
    (index) => ['missions', index, 'number'],
    'missions numbered',
  )
  found.once(
    roadmap.reportingLines,
    ({ slug }) => slug,
    (index) => ['reportingLines', index, 'slug'],
    'reporting lines',
  )
  const numbers = numbersOf(roadmap, folder)
  for (const [index, line] of roadmap.reportingLines.entries()) {
    const path = ['reportingLines', index]
    for (const [item, slug] of line.organisations.entries()) {
      if (bodies) found.known([...path, 'organisations', item], slug, bodies, 'organisation')
    }
    found.once(
      line.organisations,
      (slug) => slug,
      (item) => [...path, 'organisations', item],
      'organisations',
    )
    if (line.from && line.until && line.until <= line.from)
      found.at([...path, 'until'], 'it ends before it begins')
    checkNumbers(found, path, line, numbers)
    const rival = roadmap.reportingLines
      .slice(0, index)
      .find((other) => claimsTheSame(line, other, roadmap, folder))
    if (rival) {
      found.at(path, `"${rival.slug}" above has one of these organisations for the same commitment and dates`)
    }
  }
  for (const [index, rollUp] of roadmap.rollUp.entries())
    checkNumbers(found, ['rollUp', index], rollUp, numbers)
  return found.problems
}

interface Numbers {
  missions: number[]
  commitments: number[]
}

function numbersOf(roadmap: Roadmap, folder: Folder): Numbers {
  const broken = [...folder.broken.commitments].filter((key) => key.startsWith(`${roadmap.slug}/`))
  return {
    missions: roadmap.missions.map(({ number }) => number),
    commitments: [
      ...folder.commitments.filter((each) => each.roadmap === roadmap.slug).map(({ value }) => value.number),
      ...broken.map((key) => Number(key.split('/')[1])),
    ],
  }
}

function checkNumbers(
  found: Found,
  path: (string | number)[],
  where: Partial<Numbers>,
  numbers: Numbers,
): void {
  for (const kind of ['missions', 'commitments'] as const) {
    for (const [index, number] of (where[kind] ?? []).entries()) {
      if (numbers[kind].includes(number)) continue
      found.at([...path, kind, index], ...sayNone(kind.slice(0, -1), number, numbers[kind]))
    }
  }
}

function sayNone(kind: string, number: number, known: readonly number[]): [string, string?] {
  const says = `there is no ${kind} ${number} in this roadmap`
  if (known.length === 0) return [says, `it has no ${kind}s`]
  return [says, `use ${orList([...new Set(known)].toSorted((a, b) => a - b).map(String))}`]
}

function claimsTheSame(one: ReportingLine, other: ReportingLine, roadmap: Roadmap, folder: Folder): boolean {
  const sharesBody = one.organisations.some((slug) => other.organisations.includes(slug))
  const sharesDates =
    (one.from ?? '') < (other.until ?? '9999-12-31') && (other.from ?? '') < (one.until ?? '9999-12-31')
  return sharesBody && sharesDates && sharesCommitment(one, other, roadmap, folder)
}

/** A line that names a commitment comes before one that names only its mission, so those two do not quarrel. */
function sharesCommitment(
  one: ReportingLine,
  other: ReportingLine,
  roadmap: Roadmap,
  folder: Folder,
): boolean {
  const commitments = folder.commitments
    .filter((each) => each.roadmap === roadmap.slug)
    .map(({ value }) => value)
  const rank = (line: ReportingLine, commitment: Commitment) => {
    if (line.commitments?.includes(commitment.number)) return 3
    if (line.missions?.includes(commitment.mission)) return 2
    return line.commitments || line.missions ? 0 : 1
  }
  return commitments.some(
    (commitment) => rank(one, commitment) > 0 && rank(one, commitment) === rank(other, commitment),
  )
}

function checkCommitment(
  { source, value: commitment, roadmap: slug }: Loaded<Commitment> & { roadmap: string },
  folder: Folder,
  bodies: string[] | undefined,
): Problem[] {
  const found = new Found(source)
  const name = source.file.replace(/^.*\//, '')
  const roadmap = folder.roadmaps.find(({ value }) => value.slug === slug)?.value
  if (Number.parseInt(name, 10) !== commitment.number) {
    found.at(
      ['number'],
      `the number is ${commitment.number} and the file's name is ${name}`,
      'give both the same number',
    )
  }
  const others = folder.commitments.filter((each) => each.roadmap === slug)
  const earlier = others.slice(
    0,
    others.findIndex((each) => each.value === commitment),
  )
  for (const key of ['number', 'slug'] as const) {
    const same = earlier.find(({ value }) => value[key] === commitment[key])
    if (same)
      found.at([key], `${same.source.file.replace(/^.*\//, '')} has the ${key} ${commitment[key]} already`)
  }
  const missions = roadmap?.missions.map(({ number }) => number)
  if (missions && !missions.includes(commitment.mission))
    found.at(['mission'], ...sayNone('mission', commitment.mission, missions))
  if (!roadmap && !folder.broken.roadmaps.has(slug)) {
    found.at([], `there is no roadmap "${slug}"`, `write roadmaps/${slug}/roadmap.yaml`)
  }
  for (const [index, body] of commitment.scope.organisations.entries()) {
    if (bodies) found.known(['scope', 'organisations', index], body, bodies, 'organisation')
  }
  found.once(
    commitment.scope.organisations,
    (body) => body,
    (index) => ['scope', 'organisations', index],
    'organisations',
  )
  found.once(
    commitment.phases,
    ({ number }) => number,
    (index) => ['phases', index, 'number'],
    'phases numbered',
  )
  found.once(
    commitment.milestones,
    ({ name }) => name,
    (index) => ['milestones', index, 'name'],
    'milestones',
  )
  for (const [index, { name }] of commitment.milestones.entries()) {
    if (!/^phase-\d+$/.test(name)) continue
    const instead = 'give the milestone another name'
    found.at(['milestones', index, 'name'], `the register of milestones keeps "${name}" for a phase`, instead)
  }
  return found.problems
}
