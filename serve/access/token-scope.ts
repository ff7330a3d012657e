/** `read`: see jobs and targets, run SQL if that is on. `run`: also start and cancel jobs. */
export const SCOPES = ['read', 'run'] as const;

export type TokenScope = (typeof SCOPES)[number];
