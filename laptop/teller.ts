import type { RentalView } from '../functions/orchestration/contract.ts';

/** How the story of a day is told. */
export interface Teller {
  chapter(title: string): void;
  line(text: string): void;
  rental(title: string, view: RentalView): void;
  end(): void;
}

const STEP_WORDS: Record<RentalView['bikes'][number]['step'], string> = {
  reserved: 'is reserved',
  moving: 'leaves its bay',
  atHatch: 'stands at the hatch',
  checkedOut: 'is checked out',
  photographed: 'has had its photo taken',
  notPhotographed: 'has no photo',
  doorOpen: 'waits behind the open door',
  taken: 'is taken',
  onTrip: 'is on its trip',
  overdue: 'is overdue',
  missing: 'is missing',
  returned: 'is back',
  notTaken: 'was left and goes back to its bay',
  failed: 'could not be handed over',
  released: 'is free again',
};

/** A rental as lines of a timeline, with seconds since it was requested. */
function timeline(view: RentalView): string[] {
  const start = Date.parse(view.requestedAt);
  const steps = view.bikes.flatMap((bike) => bike.steps.map(({ step, at }) => ({ bikeId: bike.bikeId, step, at })));
  return steps
    .sort((a, b) => a.at.localeCompare(b.at))
    .map(({ bikeId, step, at }) => {
      const seconds = ((Date.parse(at) - start) / 1000).toFixed(1).padStart(6);
      return `${seconds} s  ${bikeId} ${STEP_WORDS[step]}`;
    });
}

/** For people, on the console. */
export function consoleTeller(print: (line: string) => void): Teller {
  return {
    chapter: (title) => print(`\n${title}\n${'─'.repeat(title.length)}`),
    line: print,
    rental: (title, view) => {
      print(`\n  ${title}, rental ${view.rentalId}: ${view.status}`);
      for (const entry of timeline(view)) print(`  ${entry}`);
      print('');
    },
    end: () => print('\nAll bikes are back. Good night.'),
  };
}

/** For machines: one JSON object a line. */
export function jsonTeller(print: (line: string) => void): Teller {
  const write = (value: object) => print(JSON.stringify(value));
  return {
    chapter: (title) => write({ type: 'chapter', title }),
    line: (text) => write({ type: 'line', text }),
    rental: (title, view) => write({ type: 'rental', title, view }),
    end: () => write({ type: 'end' }),
  };
}
