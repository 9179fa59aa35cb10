/* The characters that a page writes as entities. For tests. */

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&#39;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
}

export function withoutEntities(text: string): string {
  return text.replace(/&(amp|#39|quot|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
}
