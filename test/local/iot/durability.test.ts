import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import mqtt from 'mqtt';
import type { HostLine } from './host-process.ts';
import { connectMqtt, inbox } from './serve-iot.ts';

let folder: string;
let hosts: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iot-'));
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await kill(host);
  rmSync(folder, { recursive: true });
});

async function kill(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const ended = new Promise((resolve) => host.once('exit', resolve));
  host.kill('SIGKILL');
  await ended;
}

async function startHost(behaviour: 'answer' | 'hang') {
  const program = join(__dirname, 'host-process.ts');
  const host = spawn(process.execPath, [program, join(folder, 'store'), behaviour], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  hosts.push(host);
  const lines: HostLine[] = [];
  const waiting: Array<() => void> = [];
  createInterface({ input: host.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    for (const check of waiting) check();
  });
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => holds() && resolve();
      waiting.push(check);
      check();
    });
  const seqs = () => lines.flatMap(({ event }) => (event ? [event.seq] : []));
  await until(() => lines.some(({ endpoint }) => endpoint !== undefined));
  const { endpoint, tls } = lines.find((line) => line.endpoint !== undefined) ?? {};
  return { host, url: `mqtts://${endpoint}`, tls, seqs, until };
}

describe('a host that is killed', () => {
  it('loses no fact that it acknowledged', async () => {
    const first = await startHost('hang');
    const kiosk = await connectMqtt(first.url, { ...first.tls, clientId: 'kiosk-1' });
    const topic = 'freewheel/lyon/kiosks/kiosk-1/events';
    const acknowledged: number[] = [];
    const enough = new Promise<void>((resolve) => {
      for (let seq = 1; seq <= 500; seq += 1) {
        kiosk.publish(topic, JSON.stringify({ seq }), { qos: 1 }, (fault) => {
          if (!fault) acknowledged.push(seq);
          if (acknowledged.length === 100) resolve();
        });
      }
    });
    await enough;
    await kill(first.host);
    await kiosk.endAsync(true);

    const second = await startHost('answer');
    await second.until(() => acknowledged.every((seq) => second.seqs().includes(seq)));

    expect(second.seqs()).toEqual(second.seqs().toSorted((a, b) => a - b));
  });

  it('keeps sessions, their messages, shadows and retained messages', async () => {
    const first = await startHost('answer');
    const session = { clientId: 'kiosk-1', clean: false };
    const kiosk = await connectMqtt(first.url, { ...first.tls, ...session });
    await kiosk.subscribeAsync('$aws/things/kiosk-1/shadow/update/delta', { qos: 1 });
    await kiosk.endAsync();
    const city = await connectMqtt(first.url, { ...first.tls });
    await city.publishAsync('$aws/things/kiosk-1/shadow/update', '{"state":{"desired":{"a":1}}}', { qos: 1 });
    await city.publishAsync('status', 'open', { qos: 1, retain: true });
    await kill(first.host);
    await city.endAsync(true);

    const second = await startHost('answer');
    const back = mqtt.connect(second.url, { ...second.tls, ...session, protocolVersion: 4 });
    const received = inbox(back);
    await received.until(1);
    await back.subscribeAsync(['status', '$aws/things/kiosk-1/shadow/get/accepted'], { qos: 1 });
    await back.publishAsync('$aws/things/kiosk-1/shadow/get', '', { qos: 1 });
    const messages = await received.until(3);
    await back.endAsync();

    expect(messages.map(({ topic }) => topic).sort()).toEqual([
      '$aws/things/kiosk-1/shadow/get/accepted',
      '$aws/things/kiosk-1/shadow/update/delta',
      'status',
    ]);
  });
});
