import type { Framework, MatrixWithoutTotal } from '../../framework.ts'
import type { Found } from '../found.ts'

export function checkMatrix(found: Found, { questions }: Framework, { columns }: MatrixWithoutTotal): void {
  const ids = columns.map(({ id }) => id)
  found.once(
    ids,
    (id) => id,
    (index) => ['results', 'columns', index, 'id'],
    'columns',
  )
  const cells = new Set<string>()
  for (const [index, { id, group, column, decides }] of questions.entries()) {
    const path = ['questions', index]
    if (column === undefined) {
      if (columns.length > 0 && decides !== false)
        found.at(path, `"${id}" stands in no column`, 'name its column')
      continue
    }
    if (!found.known([...path, 'column'], column, ids, 'column')) continue
    if (group === undefined) found.at(path, `"${id}" stands in no row`, 'name its group, which is its row')
    else if (cells.has(`${group} ${column}`))
      found.at(
        [...path, 'column'],
        `another question stands in the row "${group}" and the column "${column}"`,
      )
    cells.add(`${group} ${column}`)
  }
  for (const [index, id] of ids.entries()) {
    if (!questions.some(({ column }) => column === id))
      found.at(['results', 'columns', index, 'id'], `no question stands in the column "${id}"`)
  }
  if (questions.every(({ decides }) => decides === false))
    found.at(['results', 'rule'], 'there is nothing to show: no question decides')
}
