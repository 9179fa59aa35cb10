import type { Government } from './government.ts'
import type { Milestone } from './roadmap.ts'

type MilestoneThen = Omit<Milestone, 'name'> & { name?: string }

/** Definitions as they were adopted, with what a later version of the program asks of them. */
export function asWrittenNow(adopted: Government): Government {
  return {
    ...adopted,
    roadmaps: adopted.roadmaps.map((roadmap) => ({
      ...roadmap,
      commitments: roadmap.commitments.map((commitment) => ({
        ...commitment,
        milestones: withNames(commitment.milestones),
      })),
    })),
  }
}

/** Milestones had no name at first. Theirs are made from their titles. */
function withNames(milestones: readonly MilestoneThen[]): Milestone[] {
  const taken = new Set(milestones.map(({ name }) => name))
  return milestones.map((milestone) => {
    if (milestone.name !== undefined) return { ...milestone, name: milestone.name }
    const wished = nameFromTitle(milestone.title.en)
    let name = wished
    for (let next = 2; taken.has(name); next++) name = `${wished}-${next}`
    taken.add(name)
    return { ...milestone, name }
  })
}

function nameFromTitle(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['milestone']
  return words.join('-').slice(0, 90).replace(/-$/, '')
}
