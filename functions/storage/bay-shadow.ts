import { GetThingShadowCommand, IoTDataPlaneClient, ResourceNotFoundException } from '@aws-sdk/client-iot-data-plane';
import * as z from 'zod/mini';
import { instant } from '../../seams/clock.ts';
import { clientSettings } from '../shared/aws.ts';
import type { BayStatus } from '../shared/fields.ts';
import { BAY_SHADOW, type BaysExported, BaysReported } from './contract.ts';

/** Where a kiosk mirrors its bays. */
export interface BayShadow {
  /** What the sensors see; undefined where the kiosk has reported nothing, or nothing that can be read. */
  read(kioskId: string): Promise<BaysExported['kiosks'][number] | undefined>;
}

const Document = z.object({
  state: z.object({ reported: BaysReported }),
  metadata: z.object({ reported: z.unknown() }),
});

/** The newest of the stamps that a shadow keeps of each attribute, in seconds ("Device Shadow service documents"). */
function newestStamp(stamps: unknown): number {
  if (typeof stamps !== 'object' || stamps === null) return 0;
  const { timestamp } = stamps as { timestamp?: unknown };
  if (typeof timestamp === 'number') return timestamp;
  return Math.max(0, ...Object.values(stamps).map(newestStamp));
}

/** What is named beyond the machine's capacity is left over from one that was larger. */
function baysOf({ capacity, bays }: BaysReported): BaysExported['kiosks'][number]['bays'] {
  return Object.entries(bays)
    .map(([bay, bikeId]) => ({ bay: Number(bay), bikeId }))
    .filter((one): one is { bay: number; bikeId: string } => typeof one.bikeId === 'string' && one.bay <= capacity)
    .sort((a, b) => a.bay - b.bay);
}

/** Where a reader has failed or has no power, that it sees no bike says nothing. */
const BLIND = new Set<BayStatus | null>(['readerFailure', 'noPower']);

/** The bays whose sensors cannot be believed. */
function unreadable({ capacity, faults = {} }: BaysReported): number[] {
  return Object.entries(faults)
    .filter(([bay, status]) => BLIND.has(status) && Number(bay) <= capacity)
    .map(([bay]) => Number(bay));
}

export function iotBayShadow(client = new IoTDataPlaneClient(clientSettings())): BayShadow {
  return {
    async read(kioskId) {
      try {
        const get = new GetThingShadowCommand({ thingName: kioskId, shadowName: BAY_SHADOW });
        const { payload } = await client.send(get);
        const document = Document.safeParse(JSON.parse(Buffer.from(payload ?? []).toString())).data;
        if (!document) return undefined;
        const { reported } = document.state;
        const reportedAt = instant(newestStamp(document.metadata.reported) * 1000);
        const blind = unreadable(reported);
        return {
          ...{ kioskId, reportedAt, bays: baysOf(reported) },
          ...(reported.hatch ? { hatch: reported.hatch } : {}),
          ...(blind.length > 0 ? { unreadable: blind } : {}),
        };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
  };
}
