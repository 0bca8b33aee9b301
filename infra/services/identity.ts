import { Duration } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { identityEnv, residentsEnv } from '../../functions/identity/env.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { KeyRing } from '../constructs/key-ring.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import type { KeyNames } from '../key-names.ts';
import { grantVerify, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Residents by keyed hash, and the keys that no other service may use. */
export class IdentityData extends Construct {
  readonly table: ServiceTable;
  /** Who has registered, by the subject of their tokens, and their households. */
  readonly residents: ServiceTable;
  /** Kiosks seal credentials to their public halves; their private halves never leave KMS. */
  readonly credentialKeys: KeyRing;
  /**
   * They make the keyed hash of a licence number: without them, the table tells nobody who its residents are. Newest
   * first; docs/operations.md says how one takes the other's place.
   */
  readonly pepperKeys: Key[];

  constructor(
    scope: Construct,
    id: string,
    { stage, credentialKeys, peppers }: { stage: Stage; credentialKeys: KeyNames; peppers: number[] },
  ) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', { stage, key: 'id', timeToLive: 'expiresAt' });
    this.residents = new ServiceTable(this, 'Residents', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byStatus', partitionKey: 'status', sortKey: 'registeredAt' },
    });
    this.credentialKeys = new KeyRing(this, 'CredentialKeys', {
      names: credentialKeys,
      description: 'Opens credentials that kiosks sealed',
      keySpec: KeySpec.RSA_2048,
      keyUsage: KeyUsage.ENCRYPT_DECRYPT,
      removalPolicy: stage.removalPolicy,
    });
    this.pepperKeys = peppers.map(
      (version) =>
        new Key(this, version === 1 ? 'PepperKey' : `PepperKey${version}`, {
          description: `Hashes licence numbers (version ${version})`,
          keySpec: KeySpec.HMAC_256,
          keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
          removalPolicy: stage.removalPolicy,
        }),
    );
  }
}

/** The ID-checking service. */
export class Identity extends Construct {
  readonly verifyCredential: IFunction;
  readonly importResidents: IFunction;
  readonly importAddresses: IFunction;
  readonly registerResident: IFunction;
  readonly readResident: IFunction;
  readonly deleteResident: IFunction;
  readonly inviteHouseholdMember: IFunction;
  readonly addHouseholdMember: IFunction;
  readonly removeHouseholdMember: IFunction;
  readonly listReviews: IFunction;
  readonly reviewResident: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: IdentityData }) {
    super(scope, id);
    const { stage, city, bus, tokenKeys } = context;
    const { table, residents, credentialKeys, pepperKeys } = context.data;
    const environment = {
      [identityEnv.table]: table.tableName,
      [identityEnv.credentialKeyIds]: credentialKeys.ids,
      [identityEnv.pepperKeyIds]: pepperKeys.map(({ keyId }) => keyId).join(','),
      [identityEnv.tokenKeyIds]: tokenKeys.ids,
      [identityEnv.tokenIssuer]: tokenIssuer(city.id),
      [identityEnv.timeZone]: city.timeZone,
      [identityEnv.bus]: bus.eventBusName,
      [residentsEnv.table]: residents.tableName,
    };
    const make = (name: string, handler: string, timeout = Duration.seconds(10)) =>
      new ServiceFunction(this, name, { stage, service: 'identity', handler, environment, timeout });
    const grantHash = (handler: IFunction) => {
      for (const key of pepperKeys) key.grant(handler, 'kms:GenerateMac');
    };
    const grantRegistry = (handler: IFunction) =>
      table.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');

    this.verifyCredential = make('VerifyCredential', 'verify-credential');
    // Who is found under an older pepper is put under the newest, and away from the older one.
    grantRegistry(this.verifyCredential);
    bus.grantPutEventsTo(this.verifyCredential);
    credentialKeys.grant(this.verifyCredential, 'kms:Decrypt');
    grantHash(this.verifyCredential);
    grantVerify(tokenKeys, this.verifyCredential);

    this.importResidents = make('ImportResidents', 'import-residents');
    grantRegistry(this.importResidents);
    grantHash(this.importResidents);

    // Two thousand points at a time, on a laptop too.
    this.importAddresses = make('ImportAddresses', 'import-addresses', Duration.seconds(30));
    table.grant(this.importAddresses, 'dynamodb:BatchWriteItem', 'dynamodb:PutItem');
    grantHash(this.importAddresses);

    this.registerResident = make('RegisterResident', 'register-resident');
    grantHash(this.registerResident);
    this.readResident = make('ReadResident', 'read-resident');
    residents.grant(this.readResident, 'dynamodb:GetItem');
    this.deleteResident = make('DeleteResident', 'delete-resident');
    this.inviteHouseholdMember = make('InviteHouseholdMember', 'invite-household-member');
    residents.grant(this.inviteHouseholdMember, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    this.addHouseholdMember = make('AddHouseholdMember', 'add-household-member');
    this.removeHouseholdMember = make('RemoveHouseholdMember', 'remove-household-member');
    this.listReviews = make('ListReviews', 'list-reviews');
    residents.grant(this.listReviews, 'dynamodb:Query');
    this.reviewResident = make('ReviewResident', 'review-resident');

    // What these change, the next scan must find, or find no more.
    const comers = [this.reviewResident, this.addHouseholdMember];
    for (const handler of comers) residents.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    const leavers = [this.registerResident, this.removeHouseholdMember, this.deleteResident];
    for (const handler of leavers)
      residents.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    for (const handler of [...comers, ...leavers]) grantRegistry(handler);
  }
}
