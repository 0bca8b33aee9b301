import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { afterEach, describe, expect, it } from '@jest/globals';
import { iotCommandShadow } from '../../../functions/storage/command-shadow.ts';
import type { Command } from '../../../functions/storage/contract.ts';
import { awsAnswers, refusal } from '../aws-answers.ts';

let close = async () => {};
afterEach(() => close());

async function shadowThatAnswers(...answers: Parameters<typeof awsAnswers>) {
  const aws = await awsAnswers(...answers);
  close = aws.close;
  return { asked: aws.asked, shadow: iotCommandShadow(new IoTDataPlaneClient(aws.settings)) };
}

const command = { commandId: '0'.repeat(32), kind: 'move' } as Command;

describe('the shadow of commands', () => {
  it('puts a command under its id into the named shadow, at the version that was read', async () => {
    const { asked, shadow } = await shadowThatAnswers({ status: 200, body: { version: 7 } }, { status: 200 });

    const { version } = await shadow.read('market');
    const isPut = await shadow.put('market', command, version);

    expect(isPut).toBe(true);
    expect(asked[1]).toMatchObject({ method: 'POST', path: '/things/market/shadow?name=commands' });
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      state: { desired: { [command.commandId]: command } },
      version: 7,
    });
  });

  it('says so when somebody has changed the shadow since', async () => {
    const { shadow } = await shadowThatAnswers(refusal(409, 'ConflictException'));

    expect(await shadow.put('market', command, 7)).toBe(false);
  });

  it('begins without a version where there is no shadow yet', async () => {
    const { asked, shadow } = await shadowThatAnswers(refusal(404, 'ResourceNotFoundException'), { status: 200 });

    await shadow.put('market', command, (await shadow.read('market')).version);

    expect(JSON.parse(asked[1]?.body ?? '')).not.toHaveProperty('version');
  });

  it('clears commands by setting them to null, and asks nothing for none', async () => {
    const { asked, shadow } = await shadowThatAnswers({ status: 200 });

    await shadow.clear('market', [command.commandId]);
    await shadow.clear('market', []);

    expect(asked.map(({ body }) => JSON.parse(body))).toEqual([{ state: { desired: { [command.commandId]: null } } }]);
  });

  it('lets the time of a command be over that is there, and keeps one out that is not', async () => {
    const { commandId } = command;
    const absent = '1'.repeat(32);
    const { asked, shadow } = await shadowThatAnswers(
      { status: 200, body: { version: 7, state: { desired: { [commandId]: command } } } },
      { status: 200 },
    );

    const isDone = await shadow.takeBack('market', [commandId, absent], await shadow.read('market'));

    expect(isDone).toBe(true);
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      state: { desired: { [commandId]: { expiresAt: '1970-01-01T00:00:00.000Z' }, [absent]: null } },
      version: 7,
    });
  });

  it('passes on what is neither', async () => {
    const { shadow } = await shadowThatAnswers(
      refusal(403, 'ForbiddenException'),
      refusal(400, 'InvalidRequestException'),
    );

    await expect(shadow.read('market')).rejects.toMatchObject({ name: 'ForbiddenException' });
    await expect(shadow.put('market', command, 1)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});
