import { openSync } from 'node:fs';
import { devNull } from 'node:os';

/**
 * Takes all file descriptors that the process may still have (`ulimit -n`), so that no code in it
 * can open a file any more, for reading or writing, whoever it runs as. What is open stays open.
 */
export function takeDescriptors(): void {
  for (;;) {
    try {
      openSync(devNull, 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EMFILE') return;
      throw error;
    }
  }
}
