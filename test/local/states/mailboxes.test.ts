import { describe, expect, it } from '@jest/globals';
import { Mailboxes } from '../../../local/states/mailboxes.ts';

describe('the mailboxes of executions', () => {
  it('take a step at once, and keep those that come in while one takes time in their order', async () => {
    const mailboxes = new Mailboxes();
    const taken: string[] = [];
    const take = (name: string) => () => void taken.push(name);
    const slow = Promise.withResolvers<void>();

    mailboxes.deliver(1, take('at once'));
    mailboxes.deliver(1, () => slow.promise.then(take('slow')));
    mailboxes.deliver(1, async () => take('after it, slow too')());
    mailboxes.deliver(1, take('last'));
    mailboxes.deliver(2, take('of another'));
    const before = [...taken];
    slow.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    mailboxes.deliver(1, take('at once again'));

    expect(before).toEqual(['at once', 'of another']);
    expect(taken.slice(2)).toEqual(['slow', 'after it, slow too', 'last', 'at once again']);
  });
});
