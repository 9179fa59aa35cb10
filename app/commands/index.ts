import type { Command } from '../command.ts'
import { adopt } from './adopt.ts'
import { assess } from './assess.ts'
import { check } from './check.ts'
import { doctor } from './doctor.ts'
import { example } from './example.ts'
import { explain } from './explain.ts'
import { figures } from './figures.ts'
import { importFile } from './import.ts'
import { rebuild } from './rebuild.ts'
import { records } from './records.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  example,
  figures,
  explain,
  records,
  importFile,
  adopt,
  check,
  assess,
  rebuild,
  doctor,
]
