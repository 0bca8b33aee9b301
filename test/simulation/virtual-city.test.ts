import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from './virtual-city.ts';

describe('a city on virtual time', () => {
  let city: VirtualCity;

  beforeAll(async () => {
    city = await openVirtualCity();
  });
  afterAll(() => city.close());

  it('rents a bike', async () => {
    const kiosk = city.kiosk('harbour-steps');
    kiosk.machine.scan(city.card('Marta'));
    await city.until('the second prompt', () => kiosk.state().screen.name === 'howMany');
    kiosk.rent(1);
    await city.until('the bike', () => kiosk.machine.take());
    const thanks = await city.until('thanks', () => {
      const { screen } = kiosk.state();
      return screen.name === 'thanks' && screen;
    });

    expect(thanks.view.status).toBe('handedOver');
  });

  it('goes on with a rental after its host has crashed, and leaves nobody waiting for an answer', async () => {
    const kiosk = city.kiosk('market-hall');
    kiosk.machine.scan(city.card('Jonas'));
    await city.until('the second prompt', () => kiosk.state().screen.name === 'howMany');
    kiosk.rent(1);
    await city.until('the bike to move', () => kiosk.machine.motion()?.kind === 'fetch');

    const asked = city.host.invoke('Freewheel-havenbrook-dev-Services-BikesExportBikes', { kioskIds: [], bikeIds: [] });
    await city.meanwhile(Promise.all([expect(asked).rejects.toThrow('The host crashed.'), city.crashHost()]));
    await city.until('the bike', () => kiosk.machine.take());
    const thanks = await city.until('thanks', () => {
      const { screen } = kiosk.state();
      return screen.name === 'thanks' && screen;
    });

    expect(thanks.view.status).toBe('handedOver');
  });
});
