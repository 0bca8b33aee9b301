import { describe, expect, it } from '@jest/globals';
import type { Alert } from '../../../functions/bikes/feed-contract.ts';
import { faultsOf } from '../../../scripts/gbfs/rules.ts';
import { hasSchemas, schemaFaults } from '../../../scripts/gbfs/schemas.ts';
import { ADDRESS, bikeAt, filesOf, lakeview, NOW, station } from './lakeview.ts';

const alert = (changes: Partial<Alert>): Alert => ({
  alertId: '00000000-0000-4000-8000-000000000001',
  type: 'other',
  summary: [{ text: 'Bring a helmet.', language: 'en-US' }],
  told: { at: '2026-05-01T08:00:00.000Z', by: 'operator/olga' },
  ...changes,
});

/** A city in which everything is that a feed can tell of. */
const busy = () =>
  lakeview(
    [
      station('pier', {
        lastReported: '2026-05-01T09:59:00.000Z',
        faultyBays: [5],
        bikes: [
          bikeAt(1),
          bikeAt(2, { state: 'reserved' }),
          bikeAt(3, { state: 'non_operational' }),
          bikeAt(4, { state: 'non_contactable' }),
        ],
      }),
      station('mill', { isInstalled: false }),
      station('gate', { isRenting: false }),
      station('barn', { isReturning: false }),
    ],
    [alert({ kioskIds: ['pier', 'gone'], startsAt: '2026-05-01T07:00:00.000Z' })],
  );

const statusOf = (city: ReturnType<typeof lakeview>, id: string) =>
  filesOf(city).station_status.data.stations.find((one) => one.station_id === id);

describe('the feed', () => {
  it('keeps every rule that GBFS has beyond its schemas', () => {
    const faults = faultsOf(filesOf(busy()), Date.parse(NOW));

    expect(faults).toEqual([]);
  });

  it('keeps to the JSON Schemas, where they are at hand', () => {
    const faults = hasSchemas() ? schemaFaults(filesOf(busy())) : [];

    expect(faults).toEqual([]);
  });

  it('says where each file is, in whole addresses of the city', () => {
    const { gbfs, gbfs_versions: versions } = filesOf(busy());

    const urls = gbfs.data.feeds.map(({ url }) => url);

    expect(urls).toHaveLength(9);
    expect(urls).toContain(`${ADDRESS}/gbfs/station_status.json`);
    expect(versions.data.versions).toEqual([{ version: '3.0', url: `${ADDRESS}/gbfs/gbfs.json` }]);
  });

  it('counts what stands at a station, and what is free', () => {
    const status = statusOf(busy(), 'pier');

    expect(status).toMatchObject({
      num_vehicles_available: 1,
      vehicle_types_available: [{ vehicle_type_id: 'bicycle', count: 1 }],
      num_vehicles_disabled: 2,
      num_docks_available: 1,
      num_docks_disabled: 1,
      last_reported: '2026-05-01T09:59:00.000Z',
    });
  });

  it('counts a bike whose bay is out of order among those that nobody can have', () => {
    const city = lakeview([station('pier', { faultyBays: [1, 6], bikes: [bikeAt(1), bikeAt(2)] })]);

    expect(statusOf(city, 'pier')).toMatchObject({ num_vehicles_available: 1, num_vehicles_disabled: 1 });
    expect(statusOf(city, 'pier')).toMatchObject({ num_docks_available: 3, num_docks_disabled: 1 });
    expect(faultsOf(filesOf(city), Date.parse(NOW))).toEqual([]);
  });

  it('rents where it is merely empty, and takes back where it is merely full', () => {
    const full = [1, 2, 3, 4, 5, 6].map((bay) => bikeAt(bay));
    const city = lakeview([station('empty'), station('full', { bikes: full })]);

    const open = { is_installed: true, is_renting: true, is_returning: true };

    expect(statusOf(city, 'empty')).toMatchObject({ num_vehicles_available: 0, num_docks_available: 6, ...open });
    expect(statusOf(city, 'full')).toMatchObject({ num_vehicles_available: 6, num_docks_available: 0, ...open });
  });

  it('says in every language which stations are closed', () => {
    const { data } = filesOf(busy()).system_alerts;

    const closures = data.alerts.filter(({ type }) => type === 'station_closure');

    expect(closures.map(({ station_ids: ids }) => ids)).toEqual([['mill'], ['gate'], ['barn']]);
    expect(closures[0]?.summary).toEqual([
      { text: 'The mill is out of service.', language: 'en-US' },
      { text: 'The mill está fuera de servicio.', language: 'es-US' },
    ]);
    expect(closures[1]?.summary[0]?.text).toContain('gives out no bikes');
    expect(closures[2]?.summary[0]?.text).toContain('takes no bikes back');
  });

  it('tells what operators have said while it holds, of stations that there are', () => {
    const told = alert({ kioskIds: ['pier', 'gone'], startsAt: '2026-05-01T07:00:00.000Z' });
    const over = alert({ alertId: '00000000-0000-4000-8000-000000000002', endsAt: '2026-05-01T09:59:59.999Z' });
    const lost = alert({ alertId: '00000000-0000-4000-8000-000000000003', kioskIds: ['gone'] });

    const { data } = filesOf(lakeview([station('pier')], [told, over, lost])).system_alerts;

    expect(data.alerts).toEqual([
      expect.objectContaining({
        alert_id: told.alertId,
        station_ids: ['pier'],
        times: [{ start: '2026-05-01T07:00:00.000Z' }],
        last_updated: '2026-05-01T08:00:00.000Z',
      }),
    ]);
  });

  it('writes prices in the units of the currency, and in words', () => {
    const { plans } = filesOf(busy()).system_pricing_plans.data;

    expect(plans).toMatchObject([
      { plan_id: 'visitor', price: 1.5, per_min_pricing: [{ start: 0, rate: 0.15, interval: 1 }] },
      { plan_id: 'resident', price: 0, per_min_pricing: [{ start: 120, rate: 0.1, interval: 1 }] },
    ]);
    expect(plans[0]?.description[0]?.text).toBe(
      '$1.50 to unlock, then $0.15 a minute. At most $18.00 in 24 hours. For everybody, by card.',
    );
    expect(plans[1]?.description[1]?.text).toBe(
      'Los primeros 120 minutos de cada viaje son gratis. Después, $0.10 por minuto. Como máximo $12.00 en 24 horas. Para residentes con registro.',
    );
  });

  it('has a bike at one station alone, where the newer fact says, though it was seen at two', () => {
    const brought = bikeAt(1, { since: '2026-05-01T09:59:30.000Z' });
    const city = lakeview([station('gate', { bikes: [brought] }), station('pier', { bikes: [bikeAt(1), bikeAt(2)] })]);

    const counts = filesOf(city).station_status.data.stations.map((one) => one.num_vehicles_available);

    expect(counts).toEqual([1, 1]);
    expect(filesOf(city).vehicle_status.data.vehicles).toHaveLength(2);
  });

  it('knows when a station was last heard by what it took in, and never before it was heard at all', () => {
    const city = lakeview([
      station('pier', { bikes: [bikeAt(1)] }),
      station('gate'),
      station('ahead', { lastReported: '2026-05-01T10:00:02.000Z' }),
    ]);

    const reported = filesOf(city).station_status.data.stations.map((one) => one.last_reported);

    expect(reported).toEqual(['2026-05-01T09:30:00.000Z', '1970-01-01T00:00:00.000Z', NOW]);
  });
});

describe('the id of a vehicle', () => {
  const idOf = (changes: object) =>
    lakeview([station('pier', { bikes: [bikeAt(1, changes)] })]).vehicles[0]?.vehicleId ?? '';

  it('is another after each trip, and the same until then', () => {
    const before = idOf({});
    const reserved = idOf({ state: 'reserved' });

    const after = idOf({ since: '2026-05-01T09:45:00.000Z' });

    expect(reserved).toBe(before);
    expect(after).not.toBe(before);
    expect(before).toMatch(/^[\w-]{22}$/);
    expect(before).not.toContain('bike');
  });

  it('stands in the file in an order that tells nothing of stations or bays', () => {
    const stations = ['a', 'b', 'c'].map((id) =>
      station(id, { bikes: [1, 2, 3].map((bay) => bikeAt(bay, { bikeId: `${id}-${bay}` })) }),
    );

    const ids = lakeview(stations).vehicles.map(({ vehicleId }) => vehicleId);

    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(9);
  });
});
