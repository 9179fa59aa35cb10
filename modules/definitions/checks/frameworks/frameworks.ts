import type { Folder, Loaded } from '../../folder.ts'
import type { Framework, ResultRule } from '../../framework.ts'
import type { Problem } from '../../government.ts'
import { Found } from '../found.ts'
import { checkIndicators } from './all-or-any-indicators.ts'
import { checkAnswerWins } from './answer-wins.ts'
import { checkCountOfYes } from './count-of-yes.ts'
import { checkThresholds } from './every-threshold-passed.ts'
import { checkLookedUp } from './looked-up.ts'
import { checkMatrix } from './matrix-without-total.ts'
import { checkProduct } from './mean-and-max-product.ts'
import { checkQuestions } from './questions.ts'
import { checkWeightedSum } from './weighted-sum-with-override.ts'

export function checkFrameworks(folder: Folder): Problem[] {
  const versions = new Set<string>()
  const beginnings = new Set<string>()
  return folder.frameworks.flatMap((loaded) => {
    const found = new Found(loaded.source)
    checkVersion(found, loaded, versions, beginnings)
    checkQuestions(found, loaded.value)
    ruleCheck(loaded.value.results)(found, loaded.value)
    return found.problems
  })
}

function checkVersion(
  found: Found,
  { source, value: { slug, version, from } }: Loaded<Framework>,
  versions: Set<string>,
  beginnings: Set<string>,
): void {
  const file = source.file.replace(/^.*\/|\.yaml$/g, '')
  if (file !== slug && file !== `${slug}-${version}`) {
    const instead = `name the file ${slug}.yaml, or ${slug}-${version}.yaml where versions live side by side`
    found.at(['slug'], `the slug is "${slug}" and the file's name is "${file}"`, instead)
  }
  if (versions.has(`${slug} ${version}`))
    found.at(['version'], `there is already a version "${version}" of "${slug}"`)
  versions.add(`${slug} ${version}`)
  const beginning = `${slug} ${from ?? ''}`
  if (beginnings.has(beginning)) {
    if (from !== undefined)
      found.at(['from'], `another version of "${slug}" is the one to judge by from ${from}`)
    else {
      const says = `two versions of "${slug}" are in force from the beginning`
      found.at(['version'], says, 'give the later one from: the day it began')
    }
  }
  beginnings.add(beginning)
}

/** What can be wrong with a rule. A rule that is not among these does not compile. */
function ruleCheck(results: ResultRule): (found: Found, framework: Framework) => void {
  switch (results.rule) {
    case 'mean and max product':
      return (...of) => checkProduct(...of, results)
    case 'every threshold passed':
      return (...of) => checkThresholds(...of, results)
    case 'all or any indicators':
      return (...of) => checkIndicators(...of, results)
    case 'highest answer wins':
    case 'lowest answer wins':
      return (...of) => checkAnswerWins(...of, results)
    case 'weighted sum with override':
      return (...of) => checkWeightedSum(...of, results)
    case 'count of yes':
      return (...of) => checkCountOfYes(...of, results)
    case 'matrix without total':
      return (...of) => checkMatrix(...of, results)
    case 'looked up in a table':
      return (...of) => checkLookedUp(...of, results)
  }
}
