import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';

/** A small disk of its own for the data, which can be full or read-only. */
export type Disk = {
  /** Leaves so many bytes free. */
  fill(freeBytes: number): void;
  makeReadOnly(): void;
  restore(): void;
  unmount(): void;
};

const BYTES = 512 * 2 ** 20;

/** Mounts a disk in memory at `folder`; undefined where only root could, or no such disk is. */
export function mountDisk(folder: string): Disk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  try {
    mount('-t', 'tmpfs', '-o', `size=${BYTES},mode=755`, 'tmpfs', folder);
  } catch {
    return undefined;
  }
  return {
    fill(freeBytes) {
      const { blocks, bfree, bsize } = statfsSync(folder);
      mount('-o', `remount,size=${(blocks - bfree) * bsize + freeBytes}`, folder);
    },
    makeReadOnly: () => mount('-o', 'remount,ro', folder),
    restore: () => mount('-o', `remount,rw,size=${BYTES}`, folder),
    unmount: () => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' }),
  };
}

function mount(...args: readonly string[]) {
  execFileSync('mount', args, { stdio: 'ignore' });
}
