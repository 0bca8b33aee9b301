import { Fn } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { photoTopic } from '../../functions/bikes/photo-contract.ts';
import { factTopic } from '../../functions/storage/contract.ts';

/** IoT Core fills this in from the certificate with which a client connects. `!` keeps CloudFormation's hands off. */
const OWN_THING = `\${!iot:Connection.Thing.ThingName}`;

/** What a kiosk may do over MQTT: be itself, touch its own shadows, tell its own facts, hear what its camera is asked, and read its city's stations. */
export class KioskPolicy extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { city, name }: { city: string; name: string }) {
    super(scope, id);
    this.name = name;
    const arn = (resource: string) =>
      Fn.sub(`arn:\${AWS::Partition}:iot:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
    const shadows = `$aws/things/${OWN_THING}/shadow/name/*`;
    const rentals = `freewheel/${city}/kiosks/${OWN_THING}/rentals/*`;
    const photos = photoTopic(city, OWN_THING);
    const stations = `freewheel/${city}/stations/*`;
    const heard = [shadows, rentals, photos, stations];
    const allow = (action: string | string[], resource: string[]) => ({
      Effect: 'Allow',
      Action: action,
      Resource: resource.map(arn),
    });
    new CfnPolicy(this, 'Policy', {
      policyName: name,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          allow('iot:Connect', [`client/${OWN_THING}`]),
          allow('iot:Publish', [`topic/${shadows}`, `topic/${factTopic(city, OWN_THING)}`]),
          allow(
            'iot:Receive',
            heard.map((topic) => `topic/${topic}`),
          ),
          allow(
            'iot:Subscribe',
            heard.map((topic) => `topicfilter/${topic}`),
          ),
        ],
      },
    });
  }
}
