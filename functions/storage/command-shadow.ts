import {
  ConflictException,
  GetThingShadowCommand,
  IoTDataPlaneClient,
  ResourceNotFoundException,
  UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import { instant } from '../../seams/clock.ts';
import { clientSettings } from '../shared/aws.ts';
import { COMMAND_SHADOW, type Command } from './contract.ts';

export interface ShadowedCommands {
  /** Undefined before the first command of a kiosk's life made the shadow. */
  version: number | undefined;
  /** The ids of the commands that are in it. */
  commandIds: ReadonlySet<string>;
}

/** Before any command was given. */
const LONG_AGO = instant(0);

/** Where a kiosk reads its commands. */
export interface CommandShadow {
  read(kioskId: string): Promise<ShadowedCommands>;
  /** Puts a command in, if the shadow still has this version; false where somebody has changed it. */
  put(kioskId: string, command: Command, version: number | undefined): Promise<boolean>;
  /**
   * Lets the time of those commands be over that are there, so that a kiosk which has not begun one refuses it and says
   * so, and keeps the others out; false where somebody has changed the shadow since it was read.
   */
  takeBack(kioskId: string, commandIds: string[], read: ShadowedCommands): Promise<boolean>;
  /** Takes commands out, whatever the version. */
  clear(kioskId: string, commandIds: string[]): Promise<void>;
}

/**
 * The named shadow `commands` of the thing that is the kiosk. An update changes the fields of `desired` that it names, at
 * any depth, and removes those that it sets to null; one with a version other than the shadow's fails (AWS IoT Developer
 * Guide, "Device Shadow service documents").
 */
export function iotCommandShadow(client = new IoTDataPlaneClient(clientSettings())): CommandShadow {
  const shadow = (kioskId: string) => ({ thingName: kioskId, shadowName: COMMAND_SHADOW });
  const update = (kioskId: string, desired: object, version?: number) => {
    const payload = Buffer.from(JSON.stringify({ state: { desired }, version }));
    return client.send(new UpdateThingShadowCommand({ ...shadow(kioskId), payload }));
  };
  const updateAt = async (kioskId: string, desired: object, version: number | undefined): Promise<boolean> => {
    try {
      await update(kioskId, desired, version);
      return true;
    } catch (error) {
      if (error instanceof ConflictException) return false;
      throw error;
    }
  };
  return {
    async read(kioskId) {
      try {
        const { payload } = await client.send(new GetThingShadowCommand(shadow(kioskId)));
        const { version, state } = JSON.parse(Buffer.from(payload ?? []).toString());
        return { version, commandIds: new Set(Object.keys(state?.desired ?? {})) };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return { version: undefined, commandIds: new Set() };
        throw error;
      }
    },
    put: (kioskId, command, version) => updateAt(kioskId, { [command.commandId]: command }, version),
    takeBack: (kioskId, commandIds, { version, commandIds: there }) => {
      const taken = commandIds.map((id) => [id, there.has(id) ? { expiresAt: LONG_AGO } : null]);
      return updateAt(kioskId, Object.fromEntries(taken), version);
    },
    async clear(kioskId, commandIds) {
      if (commandIds.length === 0) return;
      await update(kioskId, Object.fromEntries(commandIds.map((commandId) => [commandId, null])));
    },
  };
}
