/** What the scanner gave cannot be used. The message is for the rider; it repeats nothing of what was read. */
export class ScanUnreadable extends Error {
  override readonly name = 'ScanUnreadable';
}
