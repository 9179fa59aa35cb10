import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Departments that never said that they had none. */
const HOLDERS = ['cabinet-office', 'department-for-education', 'home-office', 'ministry-of-defence']
const PLANS = ['fully funded', 'partly funded', 'none']

/** A file of made-up legacy systems, red-rated: no two runs have a system in common. Answers its path. */
export async function writeSystems(folder: string, run: number, count: number): Promise<string> {
  const rows = Array.from({ length: count }, (_, i) =>
    [
      `bench-${run}-${i}`,
      HOLDERS[i % HOLDERS.length],
      '2025-06-30',
      `Bench system ${run} ${i}`,
      'red',
      PLANS[i % PLANS.length],
    ].join(','),
  )
  const path = join(folder, `systems-${run}.csv`)
  await writeFile(path, ['id,organisation,effectiveOn,name,risk.rating,plan', ...rows, ''].join('\n'))
  return path
}
