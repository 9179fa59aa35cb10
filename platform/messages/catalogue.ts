import { readFileSync } from 'node:fs'
import type { Locale } from '#shared/dates'
import type { Words } from './words.ts'

/** One module's words. Every key begins with the module's name and a full stop, and is there in both languages. */
export interface Catalogue {
  name: string
  en: Record<string, string>
  cy: Record<string, string>
  /** The keys whose Welsh a person has read and found right. Whoever changes a text takes its key out. */
  reviewed: string[]
}

export interface Messages {
  in(locale: Locale): Words
  /** True if there is such a key. One that a language lacks stops the program when it starts. */
  has(key: string): boolean
}

/** Reads en.json, cy.json and cy.reviewed.json of messages/ in a module's folder: `readCatalogue('progress', new URL('.', import.meta.url))`. */
export function readCatalogue(name: string, folder: URL): Catalogue {
  return {
    name,
    en: readWords(new URL('messages/en.json', folder)),
    cy: readWords(new URL('messages/cy.json', folder)),
    reviewed: readKeys(new URL('messages/cy.reviewed.json', folder)),
  }
}

function readKeys(file: URL): string[] {
  const read = readJson(file)
  if (!isTexts(read)) throw new Error(`${file.pathname} must be one list of keys`)
  return read
}

function isTexts(read: unknown): read is string[] {
  return Array.isArray(read) && read.every((each) => typeof each === 'string')
}

function readWords(file: URL): Record<string, string> {
  const read = readJson(file)
  if (!isWords(read)) throw new Error(`${file.pathname} must be one object of keys and texts`)
  return read
}

function isWords(read: unknown): read is Record<string, string> {
  return (
    typeof read === 'object' &&
    read !== null &&
    !Array.isArray(read) &&
    Object.values(read).every((text) => typeof text === 'string')
  )
}

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
