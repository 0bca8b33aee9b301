import { Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { KeyNames } from '../key-names.ts';

/** KMS keys of one purpose that take turns, so that one can be replaced while what it made is still about. */
export class KeyRing extends Construct {
  readonly #live: Key[];

  constructor(scope: Construct, id: string, { names, ...props }: KeyProps & { names: KeyNames }) {
    super(scope, id);
    const make = (name: string) => new Key(this, name, { ...props, description: `${props.description} (${name})` });
    this.#live = names.live.map(make);
    // What another stack imports cannot go before that stack has let go of it.
    for (const key of names.retired.map(make)) {
      Stack.of(this).exportValue(key.keyId);
      Stack.of(this).exportValue(key.keyArn);
    }
  }

  /** Ids parted by commas, the one in use first: as functions are told of them. */
  get ids(): string {
    return this.#live.map(({ keyId }) => keyId).join(',');
  }

  /** Lets a function use every live key: during a deployment some functions use the next key, and some still the last. */
  grant(grantee: IGrantable, ...actions: string[]): void {
    for (const key of this.#live) key.grant(grantee, ...actions);
  }
}
