/** The client that the pages for teams are. */
export const TEAMS_CLIENT = 'one-login-teams'
