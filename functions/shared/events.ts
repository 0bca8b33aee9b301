import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientSettings } from './aws.ts';
import { NamedError } from './errors.ts';

/** What happened: `type` becomes the event's detail type. */
export interface DomainEvent {
  type: string;
  detail: object;
}

/** Tells the other services what happened. Resolves once the bus has taken every event. */
export type Publish = (events: readonly DomainEvent[]) => Promise<void>;

/** The bus did not take every event. The same events may be published again: those who listen tolerate repeats. */
class EventsRejected extends NamedError {
  override readonly name = 'EventsRejected';
}

/** The most entries that one request may have (EventBridge API reference, "PutEvents"). */
const ENTRIES_MAX = 10;

/**
 * Publishes to an EventBridge bus, in order, as `source`.
 *
 * @throws EventsRejected where the bus answers well and yet refuses entries.
 */
export function publisher(busName: string, source: string, client = new EventBridgeClient(clientSettings())): Publish {
  const entry = ({ type, detail }: DomainEvent) => ({
    EventBusName: busName,
    Source: source,
    DetailType: type,
    Detail: JSON.stringify(detail),
  });
  return async (events) => {
    for (let start = 0; start < events.length; start += ENTRIES_MAX) {
      const part = events.slice(start, start + ENTRIES_MAX);
      const answer = await client.send(new PutEventsCommand({ Entries: part.map(entry) }));
      if (!answer.FailedEntryCount) continue;
      const codes = (answer.Entries ?? []).map(({ ErrorCode }) => ErrorCode).filter((code) => code !== undefined);
      throw new EventsRejected(
        `The bus ${busName} refused ${answer.FailedEntryCount} of ${part.length} events: ${codes.join(', ')}.`,
      );
    }
  };
}
