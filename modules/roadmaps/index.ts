export { basesOf, named, nameOf, type Promised, promisesOf, registerOf, withBases } from './promises/rules.ts'
export {
  type Bound,
  boundsOf,
  isComparable,
  isDue,
  isUpward,
  type Judgeable,
  judge,
  judgeValue,
  type Verdict,
} from './targets/rules.ts'
