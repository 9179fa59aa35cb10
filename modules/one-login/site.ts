/** What createServer needs of the provider: where its views and words are, and the layout that problems stand in. */
export const oneLoginSite = {
  folders: { 'one-login': new URL('.', import.meta.url) },
  layout: 'one-login/views/layout.njk',
}
