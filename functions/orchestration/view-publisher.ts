import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { clientSettings } from '../shared/aws.ts';
import { type RentalView, rentalTopic } from './contract.ts';

/** Tells a kiosk how a rental stands whose rider is there. */
export interface ViewPublisher {
  publish(kioskId: string, view: RentalView): Promise<void>;
}

/** A kiosk's thing bears the kiosk's id. */
export function iotViewPublisher(city: string): ViewPublisher {
  const iot = new IoTDataPlaneClient(clientSettings());
  return {
    async publish(kioskId, view) {
      const topic = rentalTopic(city, kioskId, view.rentalId);
      await iot.send(new PublishCommand({ topic, qos: 1, payload: Buffer.from(JSON.stringify(view)) }));
    },
  };
}
