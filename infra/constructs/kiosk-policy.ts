import { Fn } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { heartbeatTopic } from '../../functions/bikes/kiosk-contract.ts';
import { photoTopic } from '../../functions/bikes/photo-contract.ts';
import { BAY_SHADOW, COMMAND_SHADOW, factTopic } from '../../functions/storage/contract.ts';

/** IoT Core fills this in from the certificate with which a client connects. `!` keeps CloudFormation's hands off. */
const OWN_THING = `\${!iot:Connection.Thing.ThingName}`;

/**
 * What a kiosk may do over MQTT: be itself, ask for its commands but not write them, mirror its bays, tell its own
 * facts and that it is there, hear what its screen and its camera are asked, and read its city's stations.
 */
export class KioskPolicy extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { city, name }: { city: string; name: string }) {
    super(scope, id);
    this.name = name;
    const arn = (resource: string) =>
      Fn.sub(`arn:\${AWS::Partition}:iot:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
    const shadow = (name: string, what: string) => `$aws/things/${OWN_THING}/shadow/name/${name}/${what}`;
    const rentals = `freewheel/${city}/kiosks/${OWN_THING}/rentals/*`;
    const photos = photoTopic(city, OWN_THING);
    const stations = `freewheel/${city}/stations/*`;
    const told = [
      shadow(COMMAND_SHADOW, 'get'),
      shadow(BAY_SHADOW, 'update'),
      factTopic(city, OWN_THING),
      heartbeatTopic(city, OWN_THING),
    ];
    const heard = [shadow('*', '*'), rentals, photos, stations];
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
          allow(
            'iot:Publish',
            told.map((topic) => `topic/${topic}`),
          ),
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
