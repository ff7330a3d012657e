import type { Mutation } from './mutate.js';

/**
 * Changes that nothing in the archive can contradict. Narrow on purpose: a class is a field that
 * only one list has, beside the kinds of change that keep it within its bounds and its order.
 */
const CLASSES: readonly { name: string; kinds: readonly string[]; field: RegExp }[] = [
  {
    name: 'another time',
    kinds: ['digit changed', 'borrowed'],
    field:
      /\.(Q[123]|SQ[123]\.time|PitStops\.(time|duration)|Timings\.time|Time\.(time|millis)|AverageSpeed\.speed)$/,
  },
  {
    name: 'a time left out, as for who set none',
    kinds: ['key lost', 'emptied', 'type changed'],
    field: /\.(Q[123]|SQ[123](\.time)?|PitStops\.duration|(FastestLap|Results\.Time)(\.\w+)*)$/,
  },
  {
    name: 'another number of a car',
    kinds: ['digit changed', 'borrowed'],
    field: /Results\.number$/,
  },
  {
    name: 'other laps of who retired',
    kinds: ['digit changed', 'borrowed'],
    field: /Results\.laps$/,
  },
];

/** The class of a change that nothing in the archive can contradict; undefined if it has none. */
export function plausibleClass({ kind, field }: Omit<Mutation, 'pages'>): string | undefined {
  return CLASSES.find((one) => one.kinds.includes(kind) && one.field.test(field))?.name;
}
