import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { describe, expect, it } from '@jest/globals';
import { PhotoRequest, photoTopic } from '../../../functions/bikes/photo-contract.ts';
import { iotKioskCamera } from '../../../functions/bikes/photos/kiosk-camera.ts';
import { PHOTO_WAIT_MS } from '../../../functions/bikes/photos/photo.ts';
import { awsAnswers } from '../aws-answers.ts';
import { useDynamo } from '../dynamo.ts';
import { footage, PHOTO, second } from './footage.ts';
import { KIOSK, minute, rentalId } from './town.ts';

const dynamo = useDynamo();

const REQUEST = { photoId: PHOTO, rentalId: rentalId(1), slot: 1, bikeId: 'market-1' };

describe('checking a bike out', () => {
  it('asks the kiosk for its photo, tells that it is checked out, and leaves the task to wait', async () => {
    const bikes = await footage(dynamo);

    const answer = await bikes.checkOut('task-1');

    expect(answer).toEqual({ photoId: PHOTO });
    expect(bikes.asked).toEqual([{ kioskId: KIOSK, request: { ...REQUEST, expiresAt: second(20) } }]);
    expect(bikes.told).toEqual([`BikeCheckedOut at ${second(0)}`]);
    expect(bikes.heard).toEqual([]);
    expect(await bikes.album.read(PHOTO)).toMatchObject({ status: 'requested', taskToken: 'task-1', kioskId: KIOSK });
  });

  it('asks again when it is repeated, and tells the newest task', async () => {
    const bikes = await footage(dynamo);
    await bikes.checkOut('task-1');

    bikes.clock.set(second(5));
    await bikes.checkOut('task-2');
    await bikes.recorded();

    expect(bikes.asked.map(({ request }) => request.expiresAt)).toEqual([second(20), second(25)]);
    expect(bikes.told.slice(0, 2)).toEqual([`BikeCheckedOut at ${second(0)}`, `BikeCheckedOut at ${second(0)}`]);
    expect(bikes.heard).toEqual([`task-2 succeeded at ${second(5)}`]);
  });

  it('tells the task at once where the photo is there already, and asks nobody', async () => {
    const bikes = await footage(dynamo);
    await bikes.checkOut('task-1');
    bikes.clock.set(second(2));
    await bikes.recorded();

    bikes.clock.set(second(9));
    await bikes.checkOut('task-2');

    expect(bikes.asked).toHaveLength(1);
    expect(bikes.heard).toEqual([`task-1 succeeded at ${second(2)}`, `task-2 succeeded at ${second(2)}`]);
  });

  it('tells the task at once where the camera has failed already', async () => {
    const bikes = await footage(dynamo);
    await bikes.checkOut('task-1');
    await bikes.failed();

    await bikes.checkOut('task-2');

    expect(bikes.heard.at(-1)).toBe('task-2 failed with PhotoUnavailable: PhotoFailed');
  });

  it.each([
    ['a bike that another stands for', { bikeId: 'market-2' }],
    ['a place that reserved nothing', { slot: 2 }],
  ])('refuses %s', async (_, other) => {
    const bikes = await footage(dynamo);

    await expect(bikes.checkOut('task-1', other)).rejects.toMatchObject({ name: 'BikeNotReserved' });
    expect(bikes.asked).toEqual([]);
    expect(bikes.told).toEqual([]);
  });

  it('refuses a bike that was released', async () => {
    const bikes = await footage(dynamo);
    await bikes.city.release(1, 1);

    await expect(bikes.checkOut('task-1')).rejects.toMatchObject({ name: 'BikeNotReserved' });
  });

  it('accepts a bike that its rider has taken: a repeat may come that late', async () => {
    const bikes = await footage(dynamo);
    await bikes.city.taken(1, 1, 'market-1', minute(1));

    await expect(bikes.checkOut('task-1')).resolves.toEqual({ photoId: PHOTO });
  });

  it.each([
    ['for another service', { aud: ['storage'] }],
    ['for another kiosk', { kiosk: 'harbour' }],
  ])('refuses a token that is %s', async (_, claims) => {
    const bikes = await footage(dynamo);
    const rentalToken = bikes.city.tokens.mint(rentalId(1), KIOSK, claims);

    await expect(bikes.checkOut('task-1', { rentalToken })).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(await bikes.album.read(PHOTO)).toBeUndefined();
  });

  it('lets the kiosk try for as long as the task waits', () => {
    const path = join(__dirname, '../../../statemachines/rental/definition.asl.json');
    const rental = JSON.parse(readFileSync(path, 'utf8'));

    const task = rental.States['Hand over each bike'].ItemProcessor.States['Check out and record'];

    expect(task.TimeoutSeconds * 1000).toBe(PHOTO_WAIT_MS);
  });
});

describe("a kiosk's camera", () => {
  it('is asked on the topic of its kiosk, with QoS 1', async () => {
    const aws = await awsAnswers();
    const camera = iotKioskCamera('testville', new IoTDataPlaneClient(aws.settings));

    await camera.ask(KIOSK, { ...REQUEST, expiresAt: second(20) });
    await aws.close();

    const [{ path, body } = { path: '', body: '' }] = aws.asked;
    expect(path).toContain(encodeURIComponent(photoTopic('testville', KIOSK)));
    expect(path).toContain('qos=1');
    expect(PhotoRequest.parse(JSON.parse(body))).toEqual({ ...REQUEST, expiresAt: second(20) });
  });
});
