/* What is said where there is no such version. Pure. */
import { type Framework, versionsOf } from '#definitions'
import type { Words } from '#platform/messages'
import { showWritten } from './input.ts'

/** Which there are, where the one asked for is not among them. */
export function sayNoVersion(
  words: Words,
  frameworks: readonly Framework[],
  slug: string,
  asked: unknown,
): string {
  const versions = versionsOf(frameworks, slug).map(({ version }) => version)
  return words.say('progress.not-found.framework-version', {
    asked: showWritten(asked),
    versions: words.list(versions),
    count: versions.length,
  })
}
