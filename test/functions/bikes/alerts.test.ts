import { describe, expect, it } from '@jest/globals';
import { type Alerts, itemAlerts } from '../../../functions/bikes/alerts/alert.ts';
import { clearAlert } from '../../../functions/bikes/alerts/clear-alert.ts';
import { listAlerts } from '../../../functions/bikes/alerts/list-alerts.ts';
import { setAlert } from '../../../functions/bikes/alerts/set-alert.ts';
import type { SetAlert } from '../../../functions/bikes/feed-contract.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { minute } from './town.ts';

const dynamo = useDynamo();

const by = 'operator/olga';
const alertId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const closure = (number: number, text = 'Rope Walk is closed for a market.'): SetAlert => ({
  alertId: alertId(number),
  type: 'station_closure',
  kioskIds: ['rope-walk'],
  summary: [{ text, language: 'en-US' }],
  by,
});

async function board() {
  const items = itemStore(dynamo.client, await dynamo.createTable());
  const clock = standingClock(minute(0));
  const alerts: Alerts = itemAlerts(items);
  const deps = { alerts, clock };
  return { items, clock, set: setAlert(deps), clear: clearAlert(deps), list: () => listAlerts(deps)({}) };
}

describe('alerts', () => {
  it('are shown from when they are told until they are taken back, the newest first', async () => {
    const { set, clear, list, clock } = await board();
    await set(closure(1));
    clock.set(minute(5));
    await set(closure(2, 'Bring a helmet.'));

    const both = await list();
    const cleared = await clear({ alertId: alertId(2), by: 'operator/otto' });

    expect(both.alerts.map((alert) => alert.alertId)).toEqual([alertId(2), alertId(1)]);
    expect(cleared).toMatchObject({ told: { at: minute(5), by }, cleared: { at: minute(5), by: 'operator/otto' } });
    expect((await list()).alerts.map((alert) => alert.alertId)).toEqual([alertId(1)]);
  });

  it('give the same answer to the same words, and change with others', async () => {
    const { set, list, clock } = await board();
    const first = await set(closure(1));
    clock.set(minute(5));

    const again = await set(closure(1));
    const reworded = await set(closure(1, 'Rope Walk is open again from noon.'));

    expect(again).toEqual(first);
    expect(reworded.told.at).toBe(minute(5));
    expect((await list()).alerts).toEqual([reworded]);
  });

  it('stay taken back: a repeat of either command does not bring one into view', async () => {
    const { set, clear, list, clock } = await board();
    await set(closure(1));
    const cleared = await clear({ alertId: alertId(1), by });
    clock.set(minute(5));

    const again = await clear({ alertId: alertId(1), by: 'operator/otto' });

    expect(again).toEqual(cleared);
    await expect(set(closure(1))).rejects.toMatchObject({ name: 'AlertClosed' });
    await expect(clear({ alertId: alertId(9), by })).rejects.toMatchObject({ name: 'AlertUnknown' });
    expect((await list()).alerts).toEqual([]);
  });

  it('are fifty at the most, so that each is read, and leave room once one is taken back', async () => {
    const { items, set, clear, list } = await board();
    for (let number = 1; number <= 50; number++) await set(closure(number));

    const oneMore = set(closure(51));

    await expect(oneMore).rejects.toMatchObject({ name: 'AlertsTooMany' });
    expect(await items.read(`alert#${alertId(51)}`)).toBeUndefined();
    await clear({ alertId: alertId(7), by });
    await set(closure(51));
    expect((await list()).alerts).toHaveLength(50);
  });

  it('are kept for a year after they were taken back, with who said so', async () => {
    const { items, set, clear } = await board();
    await set(closure(1));

    await clear({ alertId: alertId(1), by });

    const kept = await items.read<{ pk: string; revision: number; ttl?: number }>(`alert#${alertId(1)}`);
    expect(kept?.ttl).toBe(Date.parse(minute(0)) / 1000 + 365 * 24 * 60 * 60);
  });

  it('come into the list all, when many are told at once', async () => {
    const { set, list } = await board();

    await Promise.all([1, 2, 3, 4, 5, 6].map((number) => set(closure(number))));

    expect((await list()).alerts).toHaveLength(6);
  });
});
