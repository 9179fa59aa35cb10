import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CHECKOUT } from './config.ts'

const manifest = z.object({ version: z.string() })

/** The version of the program, from package.json. */
export const VERSION = manifest.parse(
  JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')),
).version
