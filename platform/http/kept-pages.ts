import type { Encoding } from './encoding.ts'

/** A page as it was sent once. */
export interface KeptPage {
  etag: string
  type: string
  encoding: Encoding
  body: Buffer
}

export interface KeptPages {
  find(key: string, encoding: Encoding): KeptPage | undefined
  keep(key: string, page: KeptPage): void
}

const MOST = 500

/** Pages under keys that name all that they were made from. The one that was least lately asked for is forgotten first. */
export function keptPages(): KeptPages {
  const pages = new Map<string, KeptPage>()
  return {
    find(key, encoding) {
      const name = `${encoding} ${key}`
      const page = pages.get(name)
      if (page) {
        pages.delete(name)
        pages.set(name, page)
      }
      return page
    },
    keep(key, page) {
      pages.set(`${page.encoding} ${key}`, page)
      for (const oldest of pages.keys()) {
        if (pages.size <= MOST) break
        pages.delete(oldest)
      }
    },
  }
}
