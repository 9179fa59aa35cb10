const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in HTML and SVG, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

/** Text marked with its language, where it is not the page's. */
export function inLanguage(says: string, lang: string | undefined): string {
  const escaped = escapeHtml(says)
  return lang === undefined || escaped === '' ? escaped : `<span lang="${escapeHtml(lang)}">${escaped}</span>`
}
