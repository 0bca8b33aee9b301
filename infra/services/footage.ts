import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bikesEnv, footageEnv } from '../../functions/bikes/env.ts';
import { photoTopic } from '../../functions/bikes/photo-contract.ts';
import { RETENTION_DAYS } from '../../functions/shared/retention.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { STORAGE_EVENTS } from '../../functions/storage/contract.ts';
import { acknowledge, acknowledgePattern } from '../acknowledge.ts';
import { grantPublish } from '../constructs/iot-grants.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { workflowArn } from '../constructs/workflow.ts';
import { grantVerify, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';
import type { BikesData } from './bikes.ts';

/** The photos of bikes, and what is known of each. */
export class FootageData extends Construct {
  readonly album: ServiceTable;
  readonly photos: Bucket;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    // A table of its own: photos are listed by bike, and go after a month, of which the inventory knows nothing.
    this.album = new ServiceTable(this, 'Album', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byBike', partitionKey: 'bikeId', sortKey: 'requestedAt' },
    });
    this.photos = new Bucket(this, 'Photos', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Mechanics' page sends here. Of any origin, since the city's address is known only after this bucket is: the link
      // is the leave, which a browser adds nothing to, and no page may read what is here.
      cors: [
        {
          allowedMethods: [HttpMethods.PUT],
          allowedOrigins: ['*'],
          allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [{ expiration: Duration.days(RETENTION_DAYS.photo) }],
      removalPolicy: stage.removalPolicy,
    });
    acknowledge(
      this.photos,
      'S1',
      'Every look at a photo is written down, with who and why, before there is a link to it; all others bring one.',
    );
    // CDK's own switch for this is a custom resource, which hides code in the template.
    (this.photos.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }
}

/** What bike management does with photos: asks kiosks for them, takes them in, and lets operators and mechanics look. */
export class Footage extends Construct {
  readonly checkOutBike: IFunction;
  readonly recordPhotoGap: IFunction;
  readonly grantUpload: IFunction;
  readonly grantWorkPhoto: IFunction;
  readonly viewPhoto: IFunction;
  readonly listPhotos: IFunction;

  constructor(
    scope: Construct,
    id: string,
    context: ServiceContext & { data: FootageData; inventory: Pick<BikesData, 'table'> },
  ) {
    super(scope, id);
    const { stage, city, bus, tokenKeys, data, inventory } = context;
    const { album, photos } = data;
    const environment = {
      [footageEnv.album]: album.tableName,
      [footageEnv.bucket]: photos.bucketName,
      [bikesEnv.table]: inventory.table.tableName,
      [bikesEnv.bus]: bus.eventBusName,
      [bikesEnv.city]: city.id,
      [bikesEnv.tokenIssuer]: tokenIssuer(city.id),
      [bikesEnv.tokenKeys]: tokenKeys.ids,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'bikes', handler, environment });
    const grantObjects = (handler: IFunction, action: string) => {
      const objects = photos.arnForObjects('photos/*');
      handler.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [objects] }));
      acknowledgePattern(
        handler,
        objects,
        'A photo has its name from the rental, report or work that it is of, made at run time.',
      );
    };
    const grantTell = (handler: IFunction, ...actions: string[]) =>
      handler.addToRolePolicy(
        new PolicyStatement({ actions, resources: [workflowArn(this, stage, city.id, 'rental')] }),
      );

    this.checkOutBike = make('CheckOutBike', 'check-out-bike');
    grantPublish(this.checkOutBike, photoTopic(city.id, '*'));
    this.recordPhotoGap = make('RecordPhotoGap', 'record-photo-gap');
    for (const handler of [this.checkOutBike, this.recordPhotoGap]) {
      inventory.table.grant(handler, 'dynamodb:GetItem');
      grantVerify(tokenKeys, handler);
    }

    const recordPhoto = make('RecordPhoto', 'record-photo');
    grantObjects(recordPhoto, 's3:GetObject');
    // S3 tells on the account's own bus, where services of AWS speak.
    new Rule(this, 'PhotoCreated', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [photos.bucketName] } },
      },
      targets: [new LambdaFunction(recordPhoto)],
    });
    const followCamera = make('FollowCamera', 'follow-camera');
    new Rule(this, 'CameraFailed', {
      eventBus: bus,
      eventPattern: { source: [STORAGE_EVENTS], detailType: ['PhotoFailed'] },
      targets: [new LambdaFunction(followCamera)],
    });
    for (const handler of [this.checkOutBike, this.recordPhotoGap, recordPhoto, followCamera]) {
      album.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
      bus.grantPutEventsTo(handler);
    }
    // Whoever comes second, the one that asks for the photo or the one that has news of it, completes the task.
    for (const handler of [this.checkOutBike, recordPhoto])
      grantTell(handler, 'states:SendTaskSuccess', 'states:SendTaskFailure');
    // A camera that fails is all that this one is told of.
    grantTell(followCamera, 'states:SendTaskFailure');

    this.grantUpload = make('GrantUpload', 'grant-upload');
    album.grant(this.grantUpload, 'dynamodb:GetItem');
    grantObjects(this.grantUpload, 's3:PutObject');
    this.grantWorkPhoto = make('GrantWorkPhoto', 'grant-work-photo');
    album.grant(this.grantWorkPhoto, 'dynamodb:GetItem', 'dynamodb:PutItem');
    grantObjects(this.grantWorkPhoto, 's3:PutObject');
    this.viewPhoto = make('ViewPhoto', 'view-photo');
    album.grant(this.viewPhoto, 'dynamodb:GetItem', 'dynamodb:PutItem');
    grantObjects(this.viewPhoto, 's3:GetObject');
    this.listPhotos = make('ListPhotos', 'list-photos');
    album.grant(this.listPhotos, 'dynamodb:Query');
  }
}
