import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Row } from './lines.ts'
import { listSilentOnce } from './rules.ts'

test('the same names are listed once on a page', () => {
  const row = (slug: string): Row => ({
    slug,
    name: { en: slug },
    cells: [],
    marks: [],
    rests: [],
    isSilent: true,
    members: 1,
  })
  const silent = (...slugs: string[]) => ({ silent: { says: 'None has answered', rows: slugs.map(row) } })
  const listed = listSilentOnce([
    silent('pilots', 'lamp-board'),
    { silent: undefined },
    silent('pilots', 'lamp-board'),
    silent('pilots'),
  ])
  assert.deepEqual(
    listed.map((measure) => measure.silent?.rows.map(({ slug }) => slug)),
    [['pilots', 'lamp-board'], undefined, [], ['pilots']],
  )
})
