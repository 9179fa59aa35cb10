/** Where the layouts, components and messages are, and the files that browsers ask for. */
export const design = {
  folder: new URL('.', import.meta.url),
  assets: new URL('assets/', import.meta.url),
}
