import { readFile, rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { versionFile } from '../../../extract/archive/archive.js';
import { effectiveRows } from '../../../extract/archive/effective-rows.js';
import { Fault } from '../../../fault/fault.js';
import { tempData } from '../../temp-folder.js';
import { addSnapshot, drivers } from '../hand-made.js';

const thirty = Array.from({ length: 30 }, (_, index) => ({ driverId: `driver_${index}` }));

/** An archive with one list of thirty drivers: its file, and a reader of its rows. */
async function archiveWithDrivers() {
  const { archive } = await tempData();
  const { lists } = await addSnapshot(archive, 1, { drivers: drivers(...thirty) });
  const file = versionFile(archive, 'drivers', lists.drivers?.version ?? '');
  const read = async () => {
    const keys: string[] = [];
    for await (const { key } of effectiveRows(archive, lists, 'drivers')) keys.push(key);
    return keys;
  };
  return { file, read, bytes: await readFile(file) };
}

test('a list whose file is gone is named', async () => {
  const { file, read } = await archiveWithDrivers();
  await rm(file);
  await expect(read()).rejects.toThrow(`LIST_MISSING: cannot read '${file}'`);
});

test('a list whose file was cut off anywhere is named', async () => {
  const { file, read, bytes } = await archiveWithDrivers();
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
      await writeFile(file, bytes.subarray(0, length));
      await expect(read()).rejects.toThrow(`LIST_DAMAGED: '${file}'`);
    }),
  );
});

test('a flipped bit anywhere is a clear fault, or changes no row', async () => {
  const { file, read, bytes } = await archiveWithDrivers();
  const rows = await read();
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (index, bit) => {
      const flipped = Buffer.from(bytes);
      flipped[index] = (bytes[index] ?? 0) ^ (1 << bit);
      await writeFile(file, flipped);
      const found = await read().catch((error: unknown) => error);
      if (found instanceof Fault) expect(found.code).toBe('LIST_DAMAGED');
      else expect(found).toEqual(rows);
    }),
  );
});
