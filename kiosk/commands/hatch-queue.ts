/** Something that needs the machine to itself. */
export interface Job {
  /** Whether it may begin, as things stand now. A job that has become pointless is ready too, and says so itself. */
  ready(): boolean;
  /** Never rejects. */
  run(): Promise<void>;
}

/** One hatch, one carousel: one job at a time, in the order in which they came, past those that must wait. */
export interface HatchQueue {
  add(job: Job): void;
  remove(job: Job): void;
  /** Whether a job has the machine just now. */
  isBusy(): boolean;
  /** Something changed that a waiting job may have waited for. */
  look(): void;
  /** Nothing runs from now on; what runs is left to itself. */
  stop(): void;
}

export function hatchQueue(): HatchQueue {
  const waiting: Job[] = [];
  let running = false;
  let stopped = false;

  const look = () => {
    if (running || stopped) return;
    const index = waiting.findIndex((job) => job.ready());
    const [job] = index < 0 ? [] : waiting.splice(index, 1);
    if (!job) return;
    running = true;
    void job.run().finally(() => {
      running = false;
      look();
    });
  };

  return {
    add: (job) => {
      waiting.push(job);
      look();
    },
    remove: (job) => {
      const index = waiting.indexOf(job);
      if (index >= 0) waiting.splice(index, 1);
      look();
    },
    isBusy: () => running,
    look,
    stop: () => {
      stopped = true;
      waiting.length = 0;
    },
  };
}
