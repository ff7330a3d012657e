// The package has no types of its own.
declare module 'fs-native-extensions' {
  /** Locks bytes of an open file for this descriptor; false while another one has them. */
  export function tryLock(fd: number, offset: number, length: number): boolean;
}
