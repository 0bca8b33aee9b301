import { jest } from '@jest/globals';

/** Everything that is written to the standard streams from now on, until mocks are restored. */
export function captureLog(): string[] {
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      lines.push(String(text));
      return true;
    });
  }
  return lines;
}
