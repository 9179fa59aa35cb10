import { z } from 'zod'
import type { Path } from '../sources/yaml.ts'

/** The keys a schema knows at a path, for "did you mean". */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  const keys = new Set<string>()
  collect(schema, path, keys)
  return [...keys]
}

function collect(schema: z.core.$ZodType, path: Path, keys: Set<string>): void {
  if (schema instanceof z.ZodPipe) collect(schema.in, path, keys)
  else if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodExactOptional
  ) {
    collect(schema.unwrap(), path, keys)
  } else if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) collect(option, path, keys)
  } else if (schema instanceof z.ZodObject) {
    const [step, ...rest] = path
    if (step === undefined) for (const key of Object.keys(schema.shape)) keys.add(key)
    else if (typeof step === 'string' && Object.hasOwn(schema.shape, step))
      collect(schema.shape[step], rest, keys)
  } else if (path.length > 0) {
    if (schema instanceof z.ZodArray) collect(schema.element, path.slice(1), keys)
    else if (schema instanceof z.ZodRecord) collect(schema.valueType, path.slice(1), keys)
  }
}
