import { describe, expect, it } from '@jest/globals';
import { itemStore, untilSaved, type Versioned } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';

interface Note extends Versioned {
  text: string;
  state?: string | undefined;
}

const dynamo = useDynamo();

const store = async () => itemStore(dynamo.client, await dynamo.createTable());
const note = (text: string, revision = 0): Note => ({ pk: 'note', revision, text });

describe('items that are saved where nobody changed them', () => {
  it('are read as they were written, one revision on', async () => {
    const items = await store();

    const isSaved = await items.save({ ...note('first'), state: undefined } as Note);

    expect(isSaved).toBe(true);
    expect(await items.read('note')).toEqual({ pk: 'note', revision: 1, text: 'first' });
    expect(await items.read('nothing')).toBeUndefined();
  });

  it('are not written over a change that came since they were read', async () => {
    const items = await store();
    await items.save(note('first'));
    await items.save(note('second', 1));

    const isSaved = await items.save(note('third', 1));

    expect(isSaved).toBe(false);
    expect(await items.read('note')).toMatchObject({ text: 'second', revision: 2 });
  });

  it('are not made twice', async () => {
    const items = await store();
    await items.save(note('first'));

    expect(await items.save(note('second'))).toBe(false);
  });

  it('accept a write that is sent again because its answer was lost', async () => {
    const items = await store();
    await items.save(note('first'));
    await items.save(note('first'));
    await items.save(note('second', 1));

    const again = await items.save(note('second', 1));

    expect(again).toBe(true);
    expect(await items.read('note')).toMatchObject({ text: 'second', revision: 2 });
  });

  it('give up by name when others are faster every time', async () => {
    const beaten = untilSaved(async () => undefined);

    await expect(beaten).rejects.toMatchObject({ name: 'ItemContended' });
  });
});
