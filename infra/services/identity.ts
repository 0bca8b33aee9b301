import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { identityEnv } from '../../functions/identity/env.ts';
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
  /** Kiosks seal credentials to their public halves; their private halves never leave KMS. */
  readonly credentialKeys: KeyRing;
  /** Makes the keyed hash of a licence number: without it, the table tells nobody who its residents are. */
  readonly pepperKey: Key;

  constructor(scope: Construct, id: string, { stage, credentialKeys }: { stage: Stage; credentialKeys: KeyNames }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', { stage, key: 'id', timeToLive: 'expiresAt' });
    this.credentialKeys = new KeyRing(this, 'CredentialKeys', {
      names: credentialKeys,
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

  constructor(scope: Construct, id: string, context: ServiceContext & { data: IdentityData }) {
    super(scope, id);
    const { stage, city, tokenKeys } = context;
    const { table, credentialKeys, pepperKey } = context.data;
    const environment = {
      [identityEnv.table]: table.tableName,
      [identityEnv.credentialKeyIds]: credentialKeys.ids,
      [identityEnv.pepperKeyId]: pepperKey.keyId,
      [identityEnv.tokenKeyIds]: tokenKeys.ids,
      [identityEnv.tokenIssuer]: tokenIssuer(city.id),
      [identityEnv.timeZone]: city.timeZone,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'identity', handler, environment });

    this.verifyCredential = make('VerifyCredential', 'verify-credential');
    table.grant(this.verifyCredential, 'dynamodb:GetItem', 'dynamodb:PutItem');
    credentialKeys.grant(this.verifyCredential, 'kms:Decrypt');
    pepperKey.grant(this.verifyCredential, 'kms:GenerateMac');
    grantVerify(tokenKeys, this.verifyCredential);

    this.importResidents = make('ImportResidents', 'import-residents');
    table.grant(this.importResidents, 'dynamodb:PutItem');
    pepperKey.grant(this.importResidents, 'kms:GenerateMac');
  }
}
