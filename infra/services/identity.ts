import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { identityEnv, residentsEnv } from '../../functions/identity/env.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { grantVerify, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Residents by keyed hash, and the two keys that no other service may use. */
export class IdentityData extends Construct {
  readonly table: ServiceTable;
  /** Who has registered, by the subject of their tokens, and their households. */
  readonly residents: ServiceTable;
  /** Kiosks seal credentials to its public half; its private half never leaves KMS. */
  readonly credentialKey: Key;
  /** Makes the keyed hash of a licence number: without it, the table tells nobody who its residents are. */
  readonly pepperKey: Key;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', { stage, key: 'id', timeToLive: 'expiresAt' });
    this.residents = new ServiceTable(this, 'Residents', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      globalSecondaryIndexes: [
        {
          indexName: 'byStatus',
          partitionKey: { name: 'status', type: AttributeType.STRING },
          sortKey: { name: 'registeredAt', type: AttributeType.STRING },
        },
      ],
    });
    this.credentialKey = new Key(this, 'CredentialKey', {
      description: 'Opens credentials that kiosks sealed',
      keySpec: KeySpec.RSA_2048,
      keyUsage: KeyUsage.ENCRYPT_DECRYPT,
      removalPolicy: stage.removalPolicy,
    });
    this.pepperKey = new Key(this, 'PepperKey', {
      description: 'Hashes licence numbers',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: stage.removalPolicy,
    });
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
    const { stage, city, tokenKey } = context;
    const { table, residents, credentialKey, pepperKey } = context.data;
    const environment = {
      [identityEnv.table]: table.tableName,
      [identityEnv.credentialKeyId]: credentialKey.keyId,
      [identityEnv.pepperKeyId]: pepperKey.keyId,
      [identityEnv.tokenKeyIds]: tokenKey.keyId,
      [identityEnv.tokenIssuer]: tokenIssuer(city.id),
      [identityEnv.timeZone]: city.timeZone,
      [residentsEnv.table]: residents.tableName,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'identity', handler, environment });

    this.verifyCredential = make('VerifyCredential', 'verify-credential');
    table.grant(this.verifyCredential, 'dynamodb:GetItem', 'dynamodb:PutItem');
    credentialKey.grant(this.verifyCredential, 'kms:Decrypt');
    pepperKey.grant(this.verifyCredential, 'kms:GenerateMac');
    grantVerify(tokenKey, this.verifyCredential);

    this.importResidents = make('ImportResidents', 'import-residents');
    table.grant(this.importResidents, 'dynamodb:PutItem');
    pepperKey.grant(this.importResidents, 'kms:GenerateMac');

    this.importAddresses = make('ImportAddresses', 'import-addresses');
    table.grant(this.importAddresses, 'dynamodb:PutItem');

    this.registerResident = make('RegisterResident', 'register-resident');
    pepperKey.grant(this.registerResident, 'kms:GenerateMac');
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
    table.grant(this.registerResident, 'dynamodb:GetItem');
    const comers = [this.reviewResident, this.addHouseholdMember];
    for (const handler of comers) residents.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    const leavers = [this.registerResident, this.removeHouseholdMember, this.deleteResident];
    for (const handler of leavers)
      residents.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    for (const handler of [...comers, ...leavers]) table.grant(handler, 'dynamodb:PutItem', 'dynamodb:DeleteItem');
  }
}
