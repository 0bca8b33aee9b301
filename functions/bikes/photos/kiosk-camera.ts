import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { clientSettings } from '../../shared/aws.ts';
import { type PhotoRequest, photoTopic } from '../photo-contract.ts';

/** The cameras of the kiosks. */
export interface KioskCamera {
  /** Asks a kiosk for a photo of the bike in its hatch. Repeated, it is asked again. */
  ask(kioskId: string, request: PhotoRequest): Promise<void>;
}

/** A message with QoS 1 on the kiosk's own topic: one that is away for a moment hears it when it is back. */
export function iotKioskCamera(city: string, client = new IoTDataPlaneClient(clientSettings())): KioskCamera {
  return {
    async ask(kioskId, request) {
      const payload = Buffer.from(JSON.stringify(request));
      const topic = photoTopic(city, kioskId);
      await client.send(new PublishCommand({ topic, payload, qos: 1, contentType: 'application/json' }));
    },
  };
}
