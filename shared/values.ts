/** A value as kept in an entry: plain JSON. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }
export type Values = Readonly<Record<string, Value>>
