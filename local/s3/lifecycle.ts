import type { Timer } from '../../seams/clock.ts';
import type { HostContext } from '../module.ts';
import type { ObjectTools } from './objects.ts';

/** Objects whose keys begin with `prefix` go so many days after they came. */
export interface Expiry {
  prefix: string;
  days: number;
}

/** What this machine knows of a rule; whatever else one says makes it another rule than we could apply. */
const KNOWN = ['Id', 'Status', 'Prefix', 'ExpirationInDays'];

interface Rule {
  Status?: string;
  Prefix?: string;
  ExpirationInDays?: number;
}

/** The rules of a bucket (`AWS::S3::Bucket`, `LifecycleConfiguration`) that can be applied here, and how many cannot. */
export function readLifecycle(configuration: { Rules?: Rule[] } = {}): { expiries: Expiry[]; others: number } {
  const rules = (configuration.Rules ?? []).filter(({ Status }) => Status === 'Enabled');
  const expiries = rules
    .filter((rule) => Object.keys(rule).every((name) => KNOWN.includes(name)))
    .flatMap(({ Prefix = '', ExpirationInDays: days }) => (days === undefined ? [] : [{ prefix: Prefix, days }]));
  return { expiries, others: rules.length - expiries.length };
}

const DAY_MS = 24 * 3_600_000;
/** S3 looks once a day. An hour keeps a city that is open for a few hours a day from keeping what it should not. */
const SWEEP_EVERY_MS = 3_600_000;

/** S3 rounds up to the next midnight UTC ("Lifecycle configuration elements"). */
function isDue(modifiedAt: number, { days }: Expiry, nowMs: number): boolean {
  return Math.ceil((modifiedAt + days * DAY_MS) / DAY_MS) * DAY_MS <= nowMs;
}

export interface Lifecycle {
  /** Removes what is due, now and from now on. */
  start(): Promise<void>;
  close(): void;
}

export function lifecycle({ directory, bodies, clock }: ObjectTools, log: HostContext['log']): Lifecycle {
  let timer: Timer | undefined;
  let closed = false;

  const sweep = async (): Promise<void> => {
    for (const { name, expiries = [] } of directory.buckets()) {
      if (expiries.length === 0) continue;
      for (const { key, object } of directory.objects(name)) {
        const applies = expiries.filter(({ prefix }) => key.startsWith(prefix));
        if (!applies.some((expiry) => isDue(object.modifiedAt, expiry, clock.now()))) continue;
        // Whatever has been put there since this list was made came later, and stays.
        if (directory.find(name, key)?.body !== object.body) continue;
        directory.delete(name, key);
        await bodies.remove(object.body);
      }
    }
  };
  const round = async (): Promise<void> => {
    await sweep().catch((fault: unknown) => log(`s3: what has expired could not be removed: ${String(fault)}`));
    if (!closed) timer = clock.after(SWEEP_EVERY_MS, () => void round());
  };

  return {
    start: round,
    close: () => {
      closed = true;
      timer?.cancel();
    },
  };
}
