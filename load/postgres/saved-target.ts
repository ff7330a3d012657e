import { z } from 'zod';
import { loadFault } from '../faults.js';
import { ENVIRONMENT, LOCAL, SAVED_TLS_MODES } from './target.js';

const text = z.string().min(1, 'must be named');

const passwordSource = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('environment'),
    variable: z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable'),
  }),
  z.strictObject({ from: z.literal('file'), file: text }),
  z.strictObject({ from: z.literal('prompt') }),
  /** The server wants none, or libpq's file of passwords has it. */
  z.strictObject({ from: z.literal('none') }),
]);

const schemaPrefix = z
  .string()
  .regex(/^([a-z][a-z0-9_]{0,39})?$/, 'must be at most 40 lower-case letters, digits and _');

const savedTarget = z.strictObject({
  host: text,
  port: z.number().int().min(1).max(65_535),
  database: text,
  user: text,
  password: passwordSource,
  ssl: z.enum(SAVED_TLS_MODES),
  /** The file of the trusted certificate authority. */
  sslCa: text.optional(),
  /** The files of our own certificate and its key. */
  sslCert: text.optional(),
  sslKey: text.optional(),
  production: z.boolean(),
  schemaPrefix,
});

const RESERVED: readonly string[] = [LOCAL, 'url', ENVIRONMENT];

const targetName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a name is at most 40 lower-case letters, digits and -')
  .refine((name) => !RESERVED.includes(name), `the names ${RESERVED.join(', ')} are taken`);

/** Whether a target may have this name. */
export function isTargetName(text: string): boolean {
  return targetName.safeParse(text).success;
}

/** @throws {Fault} TARGET_INVALID */
export function parseSchemaPrefix(text: string): string {
  const parsed = schemaPrefix.safeParse(text);
  if (parsed.success) return parsed.data;
  throw loadFault(
    'TARGET_INVALID',
    `'${text}' cannot be a --schema-prefix: it ${describeIssues(parsed.error)}`,
  );
}

/** The content of the file of targets. */
export const targetsSchema = z.strictObject({
  format: z.literal(1),
  targets: z.record(targetName, savedTarget),
});

/** A target as it is saved: without password, only with its source. */
export type SavedTarget = z.infer<typeof savedTarget>;
export type SavedTargets = Readonly<Record<string, SavedTarget>>;

/**
 * Checks a new target's name and parts, and throws all errors at once with those given.
 *
 * @throws {Fault} TARGET_INVALID with all errors
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
    `${named.success ? `'${name}'` : 'this'} cannot be a target: ${all.join('; ')}; fix that and add it again`,
  );
}

/** All issues that zod found, one text each. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
