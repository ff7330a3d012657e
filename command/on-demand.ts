/**
 * A function whose module is loaded when it is called: DuckDB, Postgres and what else a command
 * takes would cost all other commands memory and start-up time.
 *
 * @example const pipeline = onDemand(async () => (await import('./pipeline.js')).pipeline);
 */
export function onDemand<Args extends readonly unknown[], Result>(
  load: () => Promise<(...args: Args) => Promise<Result> | Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => (await load())(...args);
}
