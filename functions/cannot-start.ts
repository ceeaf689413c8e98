/** A mistake of the surroundings (settings, ports, folders, databases): told in one line, without a stack, exit code 1. */
export type CannotStart = Error & { readonly plain: true };

/** Makes the error whose message is the one line the operator reads. */
export const cannotStart = (message: string): CannotStart => Object.assign(new Error(message), { plain: true as const });

/** Tells an operator's mistake from a bug. */
export const isCannotStart = (error: unknown): error is CannotStart => error instanceof Error && "plain" in error && error.plain === true;
