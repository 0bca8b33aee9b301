/** One field of a cron expression: the numbers it stands for. */
interface Field {
  from: number;
  to: number;
  names?: string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Minutes, hours, day of the month, month, day of the week, year (EventBridge, "Cron expressions"). */
const FIELDS: Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: MONTHS },
  { from: 1, to: 7, names: DAYS },
  { from: 1970, to: 2199 },
];

const DAY_MS = 86_400_000;
/** The longest that a date can be away: 29 February, over the turn of a century. */
const DAYS_AHEAD_MAX = 8 * 366;

function numberOf(text: string, { from, to, names = [] }: Field): number {
  const named = names.indexOf(text.toUpperCase());
  const number = named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new Error(`'${text}' is not from ${from} to ${to}; L, W and # are not served by the embedded host`);
}

/** `1-5`, `*` or a single number, each perhaps with a step: `0/15`. */
function readPart(part: string, field: Field): number[] {
  const [range = '', step] = part.split('/');
  const [first = '', last] = range.split('-');
  const any = range === '*' || range === '?';
  const from = any ? field.from : numberOf(first, field);
  const to = last !== undefined ? numberOf(last, field) : any || step !== undefined ? field.to : from;
  const every = step === undefined ? 1 : numberOf(step, { from: 1, to: field.to });
  return Array.from({ length: Math.max(0, Math.floor((to - from) / every) + 1) }, (_, at) => from + at * every);
}

function readField(text: string, field: Field): number[] {
  const numbers = text.split(',').flatMap((part) => readPart(part, field));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/**
 * Reads `0 6 ? * MON-FRI *`, in UTC.
 *
 * @returns the first time after `afterMs`, in milliseconds since the epoch; none where there will be none.
 * @throws Error that says what is wrong with the expression
 */
export function cron(expression: string): (afterMs: number) => number | undefined {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) throw new Error('a cron expression has six fields');
  if (texts[2] !== '?' && texts[4] !== '?') throw new Error("day of month or day of week must be '?'");
  const read = FIELDS.map((field, at) => readField(texts[at] ?? '', field));
  const [minutes = [], hours = [], days = [], months = [], weekdays = [], years = []] = read;

  const isDay = (day: Date): boolean =>
    years.includes(day.getUTCFullYear()) &&
    months.includes(day.getUTCMonth() + 1) &&
    days.includes(day.getUTCDate()) &&
    weekdays.includes(day.getUTCDay() + 1);

  return (afterMs) => {
    const firstDay = afterMs - (afterMs % DAY_MS);
    for (let ahead = 0; ahead < DAYS_AHEAD_MAX; ahead += 1) {
      const day = firstDay + ahead * DAY_MS;
      if (!isDay(new Date(day))) continue;
      const times = hours.flatMap((hour) => minutes.map((minute) => day + (hour * 60 + minute) * 60_000));
      const next = times.find((time) => time > afterMs);
      if (next !== undefined) return next;
    }
    return undefined;
  };
}
