import { suggestion } from '#definitions'

/** What was probably meant, as a sentence after a space; nothing where nothing is near. */
export function meant(written: string, names: readonly string[]): string {
  const { instead } = suggestion(written, names)
  if (!instead) return ''
  const sentence = ` ${instead.charAt(0).toUpperCase()}${instead.slice(1)}`
  return sentence.endsWith('?') ? sentence : `${sentence}.`
}
