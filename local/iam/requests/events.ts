import { jsonAsking, textOf } from './asking.ts';

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge". */
export const eventsAsking = jsonAsking({
  PutEvents: ({ Entries: entries }, { region, account }) =>
    (Array.isArray(entries) ? entries : []).map((entry) => {
      const bus = textOf(Object(entry).EventBusName ?? 'default');
      const resource = bus.startsWith('arn:') ? bus : `arn:aws:events:${region}:${account}:event-bus/${bus}`;
      return { action: 'events:PutEvents', resource };
    }),
});
