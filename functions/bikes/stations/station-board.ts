import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { clientSettings } from '../../shared/aws.ts';
import { type StationStatus, stationTopic } from '../contract.ts';

/** Where kiosks read what they and their neighbours have to offer. */
export interface StationBoard {
  /** Replaces what the board says of this station. */
  show(status: StationStatus): Promise<void>;
}

/** A retained message for each station (MQTT 3.1.1, section 3.3.1.3): a kiosk that connects later still hears it. */
export function iotStationBoard(city: string, client = new IoTDataPlaneClient(clientSettings())): StationBoard {
  return {
    async show(status) {
      const topic = stationTopic(city, status.station_id);
      const payload = Buffer.from(JSON.stringify(status));
      await client.send(new PublishCommand({ topic, payload, qos: 1, retain: true, contentType: 'application/json' }));
    },
  };
}
