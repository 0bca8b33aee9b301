import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../kiosk/config.ts';
import { CONFIG } from './support/rig.ts';

describe('kiosk.json', () => {
  it('is read', () => {
    expect(parseConfig(JSON.stringify(CONFIG))).toEqual(CONFIG);
  });

  it.each([
    ['{}', /^kioskId must be a text; name must be a text; /],
    ['[]', /^it must be an object\.$/],
    ['{', /JSON/],
  ])('%s is refused in plain words', (text, words) => {
    expect(() => parseConfig(text)).toThrow(words);
  });

  it('may leave out neighbours', () => {
    const { neighbours: _, ...lonely } = CONFIG;

    expect(parseConfig(JSON.stringify(lonely)).neighbours).toEqual([]);
  });

  it('is refused with the name of each field at fault', () => {
    const faulty = { ...CONFIG, kioskId: 'K 1', bays: 0, apiEndpoint: 'nowhere', mqttEndpoint: 'host:8883' };

    const read = () => parseConfig(JSON.stringify(faulty));

    expect(read).toThrow(/^kioskId must be a kiosk id.*; bays .*; apiEndpoint .*; mqttEndpoint must be .*\.$/);
  });
});
