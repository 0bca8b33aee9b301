import { type ItemStore, untilSaved, type Versioned } from '../../shared/table.ts';

/**
 * Which items of a kind there are, in one item: a table that holds millions of reservations is not looked through for
 * them. Two thousand ids are 40 KB of the 400 that an item may have.
 */
interface Listed extends Versioned {
  ids: string[];
}

export interface Directory {
  /** In alphabetical order. */
  list(): Promise<string[]>;
  /** Takes ids in; those that are there already change nothing. False where there would be more than `most`, of which none is taken. */
  add(ids: readonly string[], most?: number): Promise<boolean>;
  remove(id: string): Promise<void>;
}

function directory(items: ItemStore, pk: string): Directory {
  const read = async (): Promise<Listed> => (await items.read<Listed>(pk)) ?? { pk, revision: 0, ids: [] };
  const save = async (listed: Listed, ids: string[]) =>
    ids.length === listed.ids.length || (await items.save({ ...listed, ids } as Listed)) || undefined;
  return {
    list: async () => (await read()).ids,
    add: (ids, most = Number.POSITIVE_INFINITY) =>
      untilSaved(async () => {
        const listed = await read();
        const all = [...new Set([...listed.ids, ...ids])].sort();
        return all.length > most && all.length > listed.ids.length ? false : save(listed, all);
      }),
    async remove(id) {
      await untilSaved(async () => {
        const listed = await read();
        return save(
          listed,
          listed.ids.filter((one) => one !== id),
        );
      });
    },
  };
}

export const kioskDirectory = (items: ItemStore) => directory(items, 'kiosks');
export const alertDirectory = (items: ItemStore) => directory(items, 'alerts');
