/** YAML may give a bare string; after reading it is always an object. */
export interface Text {
  en: string
  cy?: string
}
