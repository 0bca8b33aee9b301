import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { City } from '../cities/city.ts';
import type { KeyRing } from './constructs/key-ring.ts';
import type { Stage } from './stage.ts';

/** What every service's construct is given. */
export interface ServiceContext {
  stage: Stage;
  city: City;
  /** Where services tell what happened. */
  bus: EventBus;
  tokenKeys: KeyRing;
}

/** Lets a function read the public halves of the keys that sign tokens. */
export function grantVerify(keys: KeyRing, verifier: IFunction): void {
  keys.grant(verifier, 'kms:GetPublicKey');
}

/** For what waits for admission, which may take 25 s, or starts a rental. HTTP APIs give up after 30 s: each caller waits a little longer than the called. */
export const ORCHESTRATION_TIMEOUT = Duration.seconds(28);
export const FRONTEND_TIMEOUT = Duration.seconds(29);
