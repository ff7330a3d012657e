import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from '../../disk/is-missing.js';
import { configFolder } from '../../disk/user-folders.js';
import { writeWhole } from '../../disk/write-whole.js';
import { causeText, Fault } from '../../fault/fault.js';
import { serveFault } from '../faults.js';
import { SCOPES, type TokenScope } from './token-scope.js';

const tokenSchema = z.strictObject({
  name: z.string().regex(/^[\w-]{1,40}$/),
  scope: z.enum(SCOPES),
  /** Of the token; the token itself is not stored. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type Token = z.infer<typeof tokenSchema>;

/** Reads the tokens that count now: a new or removed one counts from the next request on. */
export type ReadTokens = () => Promise<readonly Token[]>;

const fileSchema = z.strictObject({ tokens: z.array(tokenSchema) });

const TOKEN_BYTES = 32;
const OWNER_ONLY = 0o600;

/** The file of tokens: in the user's configuration, never in the data folder or repository. */
export function tokensFile(): string {
  return join(configFolder(), 'serve-tokens.json');
}

/**
 * The tokens of the file and of LYZER_SERVE_TOKENS (`name:scope:sha256`, separated by commas).
 *
 * @throws {Fault} TOKENS_INVALID
 */
export async function readTokens(file: string, env: NodeJS.ProcessEnv = process.env) {
  const given = (env.LYZER_SERVE_TOKENS ?? '').split(',').filter((one) => one !== '');
  const ofEnvironment = given.map((one) => {
    const [name, scope, sha256] = one.split(':');
    return parse(tokenSchema, { name, scope, sha256 }, 'LYZER_SERVE_TOKENS');
  });
  return [...(await readFileTokens(file)), ...ofEnvironment];
}

/** Makes a token and returns it. Stores only its hash, and replaces a token with the same name. */
export async function addToken(file: string, name: string, scope: TokenScope): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const made = parse(tokenSchema, { name, scope, sha256: hash(token).toString('hex') }, file);
  const others = (await readFileTokens(file)).filter((one) => one.name !== name);
  const content = { tokens: [...others, made] };
  await writeWhole(file, `${JSON.stringify(content, null, 1)}\n`, OWNER_ONLY);
  return token;
}

/** The token that was sent, or undefined. Takes the same time whatever was sent. */
export function findToken(tokens: readonly Token[], sent: string): Token | undefined {
  const digest = hash(sent);
  let found: Token | undefined;
  for (const token of tokens) {
    if (timingSafeEqual(digest, Buffer.from(token.sha256, 'hex'))) found = token;
  }
  return found;
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

async function readFileTokens(file: string): Promise<Token[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return [];
    throw serveFault('TOKENS_INVALID', `cannot read '${file}' (${causeText(error)}); fix it`);
  }
  try {
    return parse(fileSchema, JSON.parse(text), file).tokens;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw serveFault('TOKENS_INVALID', `'${file}' is not JSON (${causeText(error)}); fix it`);
  }
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown, where: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const why = causeText(z.prettifyError(parsed.error));
  throw serveFault('TOKENS_INVALID', `'${where}' has an invalid token (${why}); see docs/serve.md`);
}
