import {
  type BootKiosk,
  type KioskBooted,
  KioskContactChanged,
  type KioskModeChanged,
  type KiosksListed,
  type KiosksWatched,
  type SetKioskMode,
} from '../../../functions/bikes/kiosk-contract.ts';
import { bootKiosk } from '../../../functions/bikes/kiosks/boot-kiosk.ts';
import { followKiosk } from '../../../functions/bikes/kiosks/follow-kiosk.ts';
import { hearKiosk } from '../../../functions/bikes/kiosks/hear-kiosk.ts';
import { listKiosks } from '../../../functions/bikes/kiosks/list-kiosks.ts';
import { setKioskMode } from '../../../functions/bikes/kiosks/set-kiosk-mode.ts';
import { settleContact } from '../../../functions/bikes/kiosks/settle-contact.ts';
import { watchKiosks } from '../../../functions/bikes/kiosks/watch-kiosks.ts';
import { dynamoAtlas } from '../../../functions/bikes/store/atlas.ts';
import { kioskDirectory } from '../../../functions/bikes/store/directory.ts';
import { dynamoInventory, type Inventory } from '../../../functions/bikes/store/inventory.ts';
import { kioskPages } from '../../../functions/bikes/store/kiosk-directory.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import type { RecordFact } from '../../../functions/storage/contract.ts';
import type { Dynamo } from '../dynamo.ts';
import { KIOSK, type Reached, type Town, through } from './town.ts';

const CITY = 'testville';

interface Told {
  type: string;
  detail: Record<string, unknown>;
}

/** What kiosks say to a town's bikes service and what operators ask of it, as the cloud calls it. */
export interface KioskOffice {
  /** What was published of kiosks, and of the bikes in them, oldest first. */
  told: Told[];
  boot(said?: Partial<BootKiosk>): Promise<KioskBooted>;
  beat(kioskId?: string): Promise<void>;
  /** A fact, as storage passes it on. */
  fact(happened: Record<string, unknown> & { type: RecordFact['type']; at: string }, kioskId?: string): Promise<void>;
  setMode(asked: Pick<SetKioskMode, 'mode'> & Partial<SetKioskMode>): Promise<KioskModeChanged>;
  watch(): Promise<KiosksWatched>;
  /** Lets the bus deliver what was told of contacts since it last did. */
  deliver(): Promise<void>;
  settle(kioskId?: string): Promise<void>;
  list(cursor?: string, limit?: number): Promise<KiosksListed>;
}

export function kioskOffice(dynamo: Dynamo, city: Town, { reach }: Pick<Reached, 'reach'> = through((one) => one)) {
  const { table, clock } = city;
  const told: Told[] = [];
  const inventory: Inventory = dynamoInventory(dynamo.client, table, reach(itemStore(dynamo.client, table)));
  const publish = async (events: readonly { type: string; detail: object }[]) => {
    told.push(...events.map(({ type, detail }) => ({ type, detail: detail as Told['detail'] })));
  };
  const deps = { inventory, publish, clock };
  let delivered = 0;
  let seq = 0;
  const listed = {
    directory: kioskDirectory(itemStore(dynamo.client, table)),
    atlas: dynamoAtlas(dynamo.client, table),
  };
  const office: KioskOffice = {
    told,
    boot: (said = {}) =>
      bootKiosk({ ...deps, city: CITY })({
        ...{ kioskId: KIOSK, city: CITY, programVersion: '1.4.0', configVersion: 'c0ffee', bays: 10, faults: [] },
        at: new Date(clock.now()).toISOString(),
        ...said,
      }),
    beat: (kioskId = KIOSK) => hearKiosk(deps)({ kioskId, thing: kioskId }),
    fact: (happened, kioskId = KIOSK) =>
      followKiosk(deps)({ ...happened, kioskId, thing: kioskId, seq: ++seq } as unknown as RecordFact),
    setMode: (asked) =>
      setKioskMode(deps)({
        ...{ changeId: 'operator-1', kioskId: KIOSK, by: 'operator/ada', reason: 'The street is dug up.' },
        ...asked,
      }),
    watch: () => watchKiosks({ ...deps, directory: kioskPages(listed, 2) })(),
    deliver: async () => {
      for (; delivered < told.length; delivered++) {
        const event = KioskContactChanged.safeParse(told[delivered]?.detail);
        if (event.success) await settleContact(deps)(event.data);
      }
    },
    settle: (kioskId = KIOSK) =>
      settleContact(deps)({ type: 'KioskContactLost', kioskId, at: '', heardAt: '' } satisfies KioskContactChanged),
    list: (cursor, limit = 50) =>
      listKiosks({ inventory, clock, directory: kioskPages(listed, limit) })(cursor === undefined ? {} : { cursor }),
  };
  return office;
}

/** The types of what was told, in order. */
export const typesOf = (told: Told[]) => told.map(({ type }) => type);
