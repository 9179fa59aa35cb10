import type { Commitment, Government } from '#definitions'
import { sayDate } from '#shared/dates'
import { phaseName } from './rules.ts'

interface Dated {
  readonly name: string
  readonly title: string
  readonly due: string
}

/**
 * Definitions are adopted again and again, and a promise's date must not move with them: that would be a change
 * without a day and without a reason. Says of each date that the later definitions change or leave out.
 */
export function movedPromises(before: Government, after: Government): string[] {
  return before.roadmaps.flatMap(({ slug, commitments }) => {
    const now = after.roadmaps.find((roadmap) => roadmap.slug === slug)?.commitments ?? []
    return commitments.flatMap((commitment) => {
      const same = now.find(({ number }) => number === commitment.number)
      return same ? movedIn(`${slug}/${commitment.number}`, commitment, same) : []
    })
  })
}

function movedIn(commitment: string, before: Commitment, after: Commitment): string[] {
  const now = datedIn(after)
  return datedIn(before).flatMap(({ name, title, due }) => {
    const same = now.find((each) => each.name === name) ?? now.find((each) => each.title === title)
    const what = `${commitment}, ${name}`
    if (!same) {
      return `${what}: it was promised for ${sayDate(due)} and is no longer in the definitions. Keep it there. If it is given up, record that in the register milestones, with the state "ended" and the reason.`
    }
    if (same.due === due) return []
    return `${what}: it was promised for ${sayDate(due)} and the definitions now say ${sayDate(same.due)}. Keep the date first promised there, and record the new one in the register milestones, with the reason.`
  })
}

function datedIn({ milestones, phases }: Commitment): Dated[] {
  return [
    ...milestones.map(({ name, title, due }) => ({ name, title: title.en, due })),
    ...phases.flatMap(({ number, by }) => {
      const name = phaseName(number)
      return by === undefined ? [] : [{ name, title: name, due: by }]
    }),
  ]
}
