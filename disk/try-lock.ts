import { causeText } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';

/**
 * Locks bytes of an open file for this descriptor, by the kernel; false while another one has them.
 *
 * @throws {Fault} PLATFORM_UNSUPPORTED
 */
export async function tryLock(fd: number, offset: number, length: number): Promise<boolean> {
  const { tryLock: lock } = await loadNative();
  return lock(fd, offset, length);
}

/** Only when it is needed: where it cannot be loaded, `--help` works all the same. */
async function loadNative() {
  try {
    return await import('fs-native-extensions');
  } catch (error) {
    const [why] = causeText(error).split('\n');
    const what = `no file lock for '${process.platform}-${process.arch}' (${why})`;
    const remedy = 'run it on Linux, macOS or Windows, on x64 or arm64';
    throw commonFault('PLATFORM_UNSUPPORTED', `${what}; ${remedy}`);
  }
}
