export { type Catalogue, type Messages, readCatalogue } from './catalogue.ts'
export { createMessages, pluralOf } from './messages.ts'
export type { Text, Values, Words } from './words.ts'
