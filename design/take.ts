import { escapeHtml, inLanguage } from './escape.ts'

/** Where a file is, and what following the link does. */
export interface TakeLink {
  href: string
  words: string
}

/** Links that read the same go different ways: who hears them out of their place hears of what they are. */
export function takeHtml({ href, words }: TakeLink, of: string, lang?: string): string {
  return `<p class="fp-take"><a class="govuk-link" href="${escapeHtml(href)}">${escapeHtml(words)}<span class="govuk-visually-hidden">: ${inLanguage(of, lang)}</span></a></p>`
}
