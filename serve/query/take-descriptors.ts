import { openSync } from 'node:fs';
import { devNull } from 'node:os';

/**
 * Uses up all file descriptors that the process may still open (`ulimit -n`). Then no code in it
 * can open a file, as any user. Open files stay open.
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
