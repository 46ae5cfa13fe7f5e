/** The call is wrong: exit status 2, nothing written. */
export class UsageError extends Error {}
