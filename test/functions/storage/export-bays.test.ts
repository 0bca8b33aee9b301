import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { afterEach, describe, expect, it } from '@jest/globals';
import { iotBayShadow } from '../../../functions/storage/bay-shadow.ts';
import { BaysExported } from '../../../functions/storage/contract.ts';
import { exportBays } from '../../../functions/storage/export-bays.ts';
import { awsAnswers, refusal } from '../aws-answers.ts';

let close = async () => {};
afterEach(() => close());

async function bays(kioskIds: string[], ...answers: Parameters<typeof awsAnswers>) {
  const aws = await awsAnswers(...answers);
  close = aws.close;
  const shadow = iotBayShadow(new IoTDataPlaneClient(aws.settings));
  return { asked: aws.asked, ...BaysExported.parse(await exportBays({ shadow })({ kioskIds })) };
}

const TEN = Date.parse('2026-05-01T10:00:00.000Z') / 1000;
const stamp = (seconds: number) => ({ timestamp: TEN + seconds });
const reported = { capacity: 3, bays: { 2: 'bike-2', 1: 'bike-1', 9: 'bike-9' }, door: 'closed' };
/** A document as in "Device Shadow service documents": what is empty is left out, and so are its stamps. */
const document = (change: object = {}) => ({
  status: 200,
  body: {
    state: { reported: { ...reported, ...change } },
    metadata: { reported: { capacity: stamp(0), bays: { 1: stamp(0), 2: stamp(90) }, door: stamp(60) } },
    version: 7,
    timestamp: TEN + 5000,
  },
});

describe('exporting bays', () => {
  it('answers the bikes in their bays, and when the kiosk last said anything', async () => {
    const { asked, kiosks } = await bays(['market'], document());

    expect(asked[0]).toMatchObject({ method: 'GET', path: '/things/market/shadow?name=bays' });
    expect(kiosks).toEqual([
      {
        kioskId: 'market',
        reportedAt: '2026-05-01T10:01:30.000Z',
        bays: [
          { bay: 1, bikeId: 'bike-1' },
          { bay: 2, bikeId: 'bike-2' },
        ],
      },
    ]);
  });

  it('answers the bike in the hatch', async () => {
    const { kiosks } = await bays(['market'], document({ hatch: 'bike-3' }));

    expect(kiosks[0]?.hatch).toBe('bike-3');
  });

  it('names the bays whose readers fail, of those that there are', async () => {
    const faults = { 1: 'readerFailure', 2: 'lockFailure', 3: 'noPower', 9: 'readerFailure' };

    const { kiosks } = await bays(['market'], document({ faults }));

    expect(kiosks[0]?.unreadable).toEqual([1, 3]);
  });

  it.each([
    ['has never reported', refusal(404, 'ResourceNotFoundException')],
    ['reported what cannot be read', { status: 200, body: { state: { reported: { bays: 'none' } }, metadata: {} } }],
    ['has commands and no report', { status: 200, body: { state: { desired: {} }, metadata: {} } }],
  ])('leaves out a kiosk that %s, and answers the others', async (_, answer) => {
    const { kiosks } = await bays(['harbour', 'market'], answer, document());

    expect(kiosks).toHaveLength(1);
  });

  it('fails where a shadow cannot be read just now', async () => {
    await expect(bays(['market'], refusal(503, 'ServiceUnavailableException'))).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
    });
  });
});
