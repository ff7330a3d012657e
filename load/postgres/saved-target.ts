import { z } from 'zod';
import { loadFault } from '../faults.js';
import { SAVED_TLS_MODES } from './target.js';

const text = z.string().min(1, 'must be named');

const passwordSource = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('environment'),
    variable: z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable'),
  }),
  z.strictObject({ from: z.literal('file'), file: text }),
  z.strictObject({ from: z.literal('prompt') }),
]);

const savedTarget = z.strictObject({
  host: text,
  port: z.number().int().min(1).max(65_535),
  database: text,
  user: text,
  password: passwordSource,
  ssl: z.enum(SAVED_TLS_MODES),
  /** The file of the certificate authority to trust. */
  sslCa: text.optional(),
  production: z.boolean(),
  schemaPrefix: z
    .string()
    .regex(/^([a-z][a-z0-9_]{0,39})?$/, 'must be at most 40 lower-case letters, digits and _'),
});

const RESERVED: readonly string[] = ['local', 'url'];

const targetName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a name is at most 40 lower-case letters, digits and -')
  .refine((name) => !RESERVED.includes(name), `the names ${RESERVED.join(' and ')} are taken`);

/** The content of the file of targets. */
export const targetsSchema = z.strictObject({
  format: z.literal(1),
  targets: z.record(targetName, savedTarget),
});

/** A target as it is saved: no password, only where to get it. */
export type SavedTarget = z.infer<typeof savedTarget>;
export type SavedTargets = Readonly<Record<string, SavedTarget>>;

/**
 * A new target's name and parts, checked together with what is wrong with them already.
 *
 * @throws {Fault} TARGET_INVALID with all faults
 */
export function parseSavedTarget(
  name: string,
  parts: unknown,
  faults: readonly string[],
): SavedTarget {
  const named = targetName.safeParse(name);
  const parsed = savedTarget.safeParse(parts);
  const all = [
    ...(named.success ? [] : [describeIssues(named.error)]),
    ...(parsed.success ? [] : [describeIssues(parsed.error)]),
    ...faults,
  ];
  if (parsed.success && all.length === 0) return parsed.data;
  throw loadFault(
    'TARGET_INVALID',
    `'${name}' cannot be a target: ${all.join('; ')}; mend that and add it again`,
  );
}

/** Everything that zod found, on one line. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
