import {
  ConflictException,
  GetThingShadowCommand,
  IoTDataPlaneClient,
  ResourceNotFoundException,
  UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import { clientSettings } from '../shared/aws.ts';
import { COMMAND_SHADOW, type Command } from './contract.ts';

/** Where a kiosk reads its commands. */
export interface CommandShadow {
  /** The version that the shadow has now; undefined before the first command of a kiosk's life made it. */
  version(kioskId: string): Promise<number | undefined>;
  /** Puts a command in, if the shadow still has this version; false where somebody has changed it. */
  put(kioskId: string, command: Command, version: number | undefined): Promise<boolean>;
  /** Takes commands out, whatever the version. */
  clear(kioskId: string, commandIds: string[]): Promise<void>;
}

/**
 * The named shadow `commands` of the thing that is the kiosk. Setting a field of `desired` to null removes it, and
 * an update with a version other than the shadow's fails (AWS IoT Developer Guide, "Device Shadow service documents").
 */
export function iotCommandShadow(client = new IoTDataPlaneClient(clientSettings())): CommandShadow {
  const shadow = (kioskId: string) => ({ thingName: kioskId, shadowName: COMMAND_SHADOW });
  const update = (kioskId: string, desired: object, version?: number) => {
    const payload = Buffer.from(JSON.stringify({ state: { desired }, version }));
    return client.send(new UpdateThingShadowCommand({ ...shadow(kioskId), payload }));
  };
  return {
    async version(kioskId) {
      try {
        const { payload } = await client.send(new GetThingShadowCommand(shadow(kioskId)));
        return JSON.parse(Buffer.from(payload ?? []).toString()).version;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async put(kioskId, command, version) {
      try {
        await update(kioskId, { [command.commandId]: command }, version);
        return true;
      } catch (error) {
        if (error instanceof ConflictException) return false;
        throw error;
      }
    },
    async clear(kioskId, commandIds) {
      if (commandIds.length === 0) return;
      await update(kioskId, Object.fromEntries(commandIds.map((commandId) => [commandId, null])));
    },
  };
}
