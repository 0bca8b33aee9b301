import type { VirtualTime } from './virtual-time.ts';

/** What happened, a line each, in order: the same seed gives the same lines, to the byte. */
export interface DayLog {
  readonly lines: readonly string[];
  /** `about`: ids that the line does not name itself. */
  note(line: string, about?: string): void;
  /** The last lines that have to do with any of these ids. */
  story(ids: readonly string[], most: number): string[];
}

/** Minutes, seconds and milliseconds since the beginning. */
function stamp(ms: number): string {
  const [minutes, rest] = [Math.floor(ms / 60_000), ms % 60_000];
  return `${String(minutes).padStart(3)}:${(rest / 1000).toFixed(3).padStart(6, '0')}`;
}

export function dayLog(clock: VirtualTime): DayLog {
  const start = clock.now();
  const lines: string[] = [];
  const abouts: string[] = [];
  return {
    lines,
    note: (line, about = '') => {
      lines.push(`${stamp(clock.now() - start)}  ${line}`);
      abouts.push(about);
    },
    story: (ids, most) =>
      lines.filter((line, at) => ids.some((id) => line.includes(id) || abouts[at]?.includes(id))).slice(-most),
  };
}
