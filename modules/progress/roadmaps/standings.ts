import type { Roadmap } from '#definitions'
import {
  type Account,
  type CommitmentStanding,
  figureOf,
  forecastOf,
  type Series,
  standingOf,
} from '#figures'
import { type Promised, promisesOf } from '#roadmaps'
import type { Asked } from '../documents/document.ts'
import { publicAccounts, publicSeries } from '../known/queries.ts'

export interface RoadmapStandings {
  accounts: Account[]
  /** By the number of the commitment. */
  standings: Map<number, CommitmentStanding>
}

/** How every commitment of a roadmap stands, computed from its figures, targets and dates. */
export async function readStandings(
  { reader, asAt }: Pick<Asked, 'reader' | 'asAt'>,
  roadmap: Roadmap,
): Promise<RoadmapStandings> {
  const promises = promisesOf({ roadmaps: [roadmap] })
  const accounts = (await publicAccounts(reader, asAt, promises)).map(({ account }) => account)
  const series = await publicSeries(reader, asAt, promises)
  const byCommitment = Map.groupBy(accounts, ({ promised }) => promised.commitment.number)
  const standings = new Map(
    roadmap.commitments.map(({ number }) => [number, standingFrom(byCommitment.get(number) ?? [], series)]),
  )
  return { accounts, standings }
}

function standingFrom(
  accounts: readonly Account[],
  series: ReadonlyMap<Promised, Series>,
): CommitmentStanding {
  return standingOf(
    accounts.flatMap((account) => {
      const { promised } = account
      const own = series.get(promised)
      return own ? { promised, figure: figureOf(account, null), forecast: forecastOf(own) } : []
    }),
  )
}
