import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { City } from '../cities/city.ts';
import type { Stage } from './stage.ts';

/** What every service's construct is given. */
export interface ServiceContext {
  stage: Stage;
  city: City;
  /** Where services tell what happened. */
  bus: EventBus;
  tokenKey: Key;
}

/** Lets a function read the public half of the key that signs tokens. */
export function grantVerify(key: Key, verifier: IFunction): void {
  key.grant(verifier, 'kms:GetPublicKey');
}

/** For what waits for admission, which may take 25 s, or starts a rental. HTTP APIs give up after 30 s: each caller waits a little longer than the called. */
export const ORCHESTRATION_TIMEOUT = Duration.seconds(28);
export const FRONTEND_TIMEOUT = Duration.seconds(29);
