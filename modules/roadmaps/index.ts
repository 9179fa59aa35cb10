export { named, nameOf, type Promised, promisesOf, registerOf } from './promises/rules.ts'
export { isDue, type Judgeable, judge, judgeValue, type Verdict } from './targets/rules.ts'
