import { stat } from 'node:fs/promises';
import { loadFault } from '../../faults.js';
import { lastWords, runProgram, type SystemUser } from './run-program.js';

const USER_NAME = 'postgres';

/**
 * Returns the user to run the server as; undefined for the current one. Postgres refuses to run as
 * root. For root it is the owner of the cluster, or `postgres`, which is created if missing.
 *
 * @throws {Fault} SERVER_USER
 */
export async function serverUser(cluster: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await ownerOf(cluster)) ?? (await findUser()) ?? (await makeUser());
}

async function ownerOf(cluster: string): Promise<SystemUser | undefined> {
  const owner = await stat(cluster).catch(() => undefined);
  return owner === undefined || owner.uid === 0 ? undefined : { uid: owner.uid, gid: owner.gid };
}

async function findUser(): Promise<SystemUser | undefined> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => {
      const { code, output } = await runProgram('id', [flag, USER_NAME]);
      return code === 0 ? Number.parseInt(output, 10) : Number.NaN;
    }),
  );
  const isKnown = Number.isInteger(uid) && Number.isInteger(gid);
  return isKnown && uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}

async function makeUser(): Promise<SystemUser> {
  await runProgram('groupadd', ['--system', USER_NAME]);
  const args = ['--system', '--gid', USER_NAME, '--no-create-home', USER_NAME];
  const { output } = await runProgram('useradd', args);
  const user = await findUser();
  if (user !== undefined) return user;
  const remedy = `create it ('useradd ${USER_NAME}') or run as a user other than root`;
  throw loadFault(
    'SERVER_USER',
    `Postgres refuses to run as root, and user '${USER_NAME}' could not be created (${lastWords(output)}); ${remedy}`,
  );
}
