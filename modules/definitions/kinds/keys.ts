import { z } from 'zod'
import type { Path } from '../sources/yaml.ts'

/** The keys a schema knows at a path, for "did you mean". */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  const keys = new Set<string>()
  collect(schema, path, keys)
  return [...keys]
}

/** Where only some of the shapes at a path have a key: by which key they are told apart, and its value in each. */
export function ownersOf(
  schema: z.core.$ZodType,
  path: Path,
  key: string,
): { discriminator: string; values: string[] } | undefined {
  const union = unionAt(schema, path)
  if (!union) return undefined
  const { discriminator } = union.def
  const values = union.options.flatMap((option) => {
    const named = option instanceof z.ZodObject && Object.hasOwn(option.shape, key)
    const told = named ? option.shape[discriminator] : undefined
    return told instanceof z.ZodLiteral ? [...told.values].map(String) : []
  })
  return values.length > 0 ? { discriminator, values } : undefined
}

function unionAt(schema: z.core.$ZodType, path: Path): z.ZodDiscriminatedUnion | undefined {
  const [step, ...rest] = path
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodExactOptional
  ) {
    return unionAt(schema.unwrap(), path)
  }
  if (schema instanceof z.ZodDiscriminatedUnion) return step === undefined ? schema : undefined
  if (step === undefined) return undefined
  if (schema instanceof z.ZodObject)
    return typeof step === 'string' && Object.hasOwn(schema.shape, step)
      ? unionAt(schema.shape[step], rest)
      : undefined
  if (schema instanceof z.ZodArray) return unionAt(schema.element, rest)
  return schema instanceof z.ZodRecord ? unionAt(schema.valueType, rest) : undefined
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
