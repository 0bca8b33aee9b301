import type { Json, JsonObject } from '../json.ts';

/**
 * One recording of AWS Step Functions: a definition, what its tasks answered, and what came of it. What no recording
 * shows rests on AWS's documentation, of which the page is named.
 */
export interface RecordedCase {
  id: string;
  documentation?: string;
  definition: JsonObject;
  input?: Json;
  /** Each attempt of a task in the order of scheduling: what it was asked, and what the service answered. */
  tasks?: RecordedTask[];
  expected: RecordedOutcome;
  /** When it began: an instant as text, or milliseconds since the epoch. */
  clock?: string | number;
}

export interface RecordedTask {
  state: string;
  asked?: Json;
  answer: {
    /** The service's own reply, where the task waits for its token; what else is answered comes with the token. */
    submitted?: Json;
    output?: Json;
    error?: string;
    cause?: string;
    causeJson?: Json;
    timedOut?: boolean;
  };
}

export interface RecordedOutcome {
  status: string;
  output?: Json;
  error?: string;
  cause?: string;
  causeJson?: Json;
  eventTypes?: string[];
  /** False where the recorder did not keep the order of what happened at once. */
  eventTypesOrdered?: boolean;
  events?: RecordedEvent[];
}

/** An event with the details that were recorded; payloads are parsed. */
export interface RecordedEvent extends JsonObject {
  type: string;
}
