import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEngine } from '../../../local/dynamodb/engine.ts';

interface Bike {
  bikeId: { S: string };
  bay: { S: string };
  moved: { N: string };
}

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'freewheel-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

/** Lets the writing program work until it has been told of `enough` writes, and kills it; gives the last of each bike. */
async function writeAndKill(from: number, enough: number): Promise<Map<string, number>> {
  const program = require.resolve('./write-until-killed.ts');
  const child = spawn(process.execPath, [program, dataDir, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged = new Map<string, number>();
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [bike = '', number = ''] = line.split(' ');
    acknowledged.set(bike, Number(number));
    seen += 1;
    if (seen === enough) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return acknowledged;
}

async function readBack(): Promise<{ items: Bike[]; rows: Bike[] }> {
  const engine = openEngine({ dataDir, region: 'eu-west-1', account: '000000000000' });
  const items = (await engine.run('Scan', { TableName: 'bikes' })) as { Items: Bike[] };
  const rows = (await engine.run('Scan', { TableName: 'bikes', IndexName: 'byBay' })) as { Items: Bike[] };
  await engine.close();
  return { items: items.Items, rows: rows.Items };
}

const byId = (a: Bike, b: Bike): number => (a.bikeId.S < b.bikeId.S ? -1 : 1);

describe('a table whose process is killed', () => {
  it('keeps every acknowledged write, and an index that agrees with it', async () => {
    const acknowledged = new Map<string, number>();

    for (let round = 0; round < 5; round += 1) {
      const told = await writeAndKill(round * 1_000_000, 400 + round * 137);
      for (const [bike, number] of told) acknowledged.set(bike, number);
    }
    const { items, rows } = await readBack();

    expect(items).toHaveLength(40);
    expect(rows.sort(byId)).toEqual(items.sort(byId));
    for (const item of items) expect(Number(item.moved.N)).toBeGreaterThanOrEqual(acknowledged.get(item.bikeId.S) ?? 0);
  }, 60_000);
});
