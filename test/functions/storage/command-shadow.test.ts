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

    const version = await shadow.version('market');
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

    await shadow.put('market', command, await shadow.version('market'));

    expect(JSON.parse(asked[1]?.body ?? '')).not.toHaveProperty('version');
  });

  it('clears commands by setting them to null, and asks nothing for none', async () => {
    const { asked, shadow } = await shadowThatAnswers({ status: 200 });

    await shadow.clear('market', [command.commandId]);
    await shadow.clear('market', []);

    expect(asked.map(({ body }) => JSON.parse(body))).toEqual([{ state: { desired: { [command.commandId]: null } } }]);
  });

  it('passes on what is neither', async () => {
    const { shadow } = await shadowThatAnswers(
      refusal(403, 'ForbiddenException'),
      refusal(400, 'InvalidRequestException'),
    );

    await expect(shadow.version('market')).rejects.toMatchObject({ name: 'ForbiddenException' });
    await expect(shadow.put('market', command, 1)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});
