import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../kiosk/config.ts';
import { CONFIG } from './support/rig.ts';

describe('kiosk.json', () => {
  it('is read', () => {
    expect(parseConfig(JSON.stringify(CONFIG))).toEqual(CONFIG);
  });

  it('may leave out neighbours', () => {
    const { neighbours: _, ...lonely } = CONFIG;

    expect(parseConfig(JSON.stringify(lonely)).neighbours).toEqual([]);
  });

  it('is refused with the name of each field at fault', () => {
    const read = () => parseConfig(JSON.stringify({ ...CONFIG, kioskId: 'K 1', bays: 0, apiEndpoint: 'nowhere' }));

    expect(read).toThrow(/kioskId[\s\S]*bays[\s\S]*apiEndpoint|kiosk id/);
    expect(read).toThrow(/bays/);
    expect(read).toThrow(/apiEndpoint/);
  });
});
