import { basename, join, relative, resolve } from 'node:path'
import { builtInOrganisations, builtInRegisters } from './built-in.ts'
import { checkFolder } from './checks/folder.ts'
import { emptyFolder, type Folder, place } from './folder.ts'
import type { Government, Problem } from './government.ts'
import { commitmentFile, commitmentOf } from './kinds/commitments.ts'
import { frameworkFile, frameworkOf } from './kinds/frameworks.ts'
import { governmentFile, organisationsFile, organisationsOf } from './kinds/organisations.ts'
import { parsed } from './kinds/parsed.ts'
import { registerFile, registerOf } from './kinds/registers.ts'
import { roadmapFile, roadmapOf } from './kinds/roadmaps.ts'
import { governmentsIn, listFiles, readSource } from './sources/files.ts'
import { inOrder, orList } from './sources/problems.ts'
import type { Source } from './sources/yaml.ts'

export type Reading =
  | { ok: true; government: Government; warnings: Problem[]; files: number }
  | { ok: false; problems: Problem[]; files: number }

/** Reads and checks a whole government's folder. Every problem is reported, not only the first. */
export async function readGovernment(path: string): Promise<Reading> {
  const others = await governmentsIn(path)
  if (others.length > 0) return { ok: false, problems: [notHere(path, others)], files: 0 }
  const { files, problems } = await listFiles(path)
  const folder = emptyFolder()
  let read = 0
  for (const file of files) {
    const kind = place(file)
    if (kind.kind === 'ignored') continue
    if (kind.kind === 'unknown') {
      problems.push({
        file,
        line: 1,
        column: 1,
        says: kind.says,
        ...(kind.instead && { instead: kind.instead }),
      })
      continue
    }
    read++
    const source = await readSource(path, file)
    problems.push(...take(folder, kind, source))
  }
  if (problems.length === 0 || read > 0) {
    const checked = checkFolder(folder, basename(resolve(path)))
    problems.push(...checked.problems)
    const government = assemble(folder)
    if (problems.length === 0 && government) {
      return { ok: true, government, warnings: inOrder(checked.warnings), files: read }
    }
  }
  return { ok: false, problems: inOrder(problems), files: read }
}

function notHere(path: string, others: string[]): Problem {
  const shown = others.map((other) => join(relative(process.cwd(), path), other))
  const says = 'there is no government.yaml here'
  return { file: '.', line: 1, column: 1, says, instead: `did you mean ${orList(shown)}?` }
}

function take(
  folder: Folder,
  kind: Exclude<ReturnType<typeof place>, { kind: 'ignored' | 'unknown' }>,
  source: Source,
): Problem[] {
  switch (kind.kind) {
    case 'government': {
      const file = parsed(governmentFile, source)
      folder.seen.government = true
      if (!file.ok) return file.problems
      folder.government = { source, value: file.value }
      return []
    }
    case 'organisations': {
      const file = parsed(organisationsFile, source)
      folder.seen.organisations = true
      if (!file.ok) return file.problems
      folder.organisations = { source, value: organisationsOf(file.value) }
      return []
    }
    case 'register': {
      const file = parsed(registerFile, source)
      if (!file.ok) folder.broken.registers.add(kind.name)
      else folder.registers.push({ source, value: registerOf(file.value) })
      return file.ok ? [] : file.problems
    }
    case 'framework': {
      const file = parsed(frameworkFile, source)
      if (!file.ok) folder.broken.frameworks.add(kind.name)
      else folder.frameworks.push({ source, value: frameworkOf(file.value) })
      return file.ok ? [] : file.problems
    }
    case 'roadmap': {
      const file = parsed(roadmapFile, source)
      if (!file.ok) folder.broken.roadmaps.add(kind.name)
      else folder.roadmaps.push({ source, value: roadmapOf(kind.name, file.value) })
      return file.ok ? [] : file.problems
    }
    case 'commitment': {
      const file = parsed(commitmentFile, source)
      if (!file.ok) folder.broken.commitments.add(`${kind.roadmap}/${kind.number}`)
      else
        folder.commitments.push({ source, roadmap: kind.roadmap, value: commitmentOf(kind.name, file.value) })
      return file.ok ? [] : file.problems
    }
  }
}

function assemble(folder: Folder): Government | undefined {
  if (!folder.government || !folder.organisations) return undefined
  const { organisations, successions } = folder.organisations.value
  return {
    ...folder.government.value,
    organisations: [...organisations, ...builtInOrganisations],
    successions,
    registers: [...folder.registers.map(({ value }) => value), ...builtInRegisters],
    frameworks: folder.frameworks.map(({ value }) => value),
    roadmaps: folder.roadmaps.map(({ value }) => ({
      ...value,
      commitments: folder.commitments
        .filter(({ roadmap }) => roadmap === value.slug)
        .map((commitment) => commitment.value)
        .sort((a, b) => a.number - b.number),
    })),
  }
}
