import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BikeStep } from '../../functions/orchestration/contract.ts';
import { Command, FaultCode, RefusalReason } from '../../functions/storage/contract.ts';
import { rig } from './support/rig.ts';

const page = (name: string) => readFileSync(join(__dirname, '../../docs', name), 'utf8');

describe('the published contract', () => {
  it('names every topic that a kiosk subscribes to', async () => {
    const { broker, kiosk } = await rig();
    const published = page('asyncapi.yaml')
      .replaceAll('{kioskId}', 'k1')
      .replaceAll('{city}', 'testville')
      .replaceAll('{rentalId}', '+');
    const filters = broker.filters('k1').map((filter) => filter.replace(/stations\/.*/, 'stations/{stationId}'));
    await kiosk.stop();

    for (const filter of filters) expect(published).toContain(`address: ${filter}\n`);
  });

  it.each([
    ['refusals', RefusalReason.options],
    ['faults', FaultCode.options],
    ['steps', BikeStep.options],
    ['fields of a command', Object.keys(Command.shape)],
  ])('lists all %s', (_what, names) => {
    expect(page('asyncapi.yaml')).toContain(`[${names.join(', ')}]`);
  });
});
