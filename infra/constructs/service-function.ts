import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
  RuntimeFamily,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { BUNDLES } from '../bundles.ts';
import type { Stage } from '../stage.ts';

export interface ServiceFunctionProps {
  stage: Stage;
  /** The folder in `functions/`. */
  service: string;
  /** The file in it, without its ending: a verb and a noun. */
  handler: string;
  environment: Record<string, string>;
  timeout?: Duration;
}

/** Newer than the runtimes that the CDK release has names for. */
const NODE_24 = new Runtime('nodejs24.x', RuntimeFamily.NODEJS);

/** One handler as one function, on the bundle that `infra/bundle-functions.ts` made of it. */
export class ServiceFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { stage, service, handler, environment, timeout = Duration.seconds(10) } = props;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    // AWS's managed policy for functions lets them write to every log group of the account, and make new ones.
    const role = new Role(scope, `${id}ServiceRole`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    acknowledge(role, 'IAM5[Resource::*]', 'X-Ray has no resources: its two actions that send traces take * alone.');
    super(scope, id, {
      role,
      runtime: NODE_24,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(BUNDLES, service, handler)),
      memorySize: 512,
      timeout,
      tracing: Tracing.ACTIVE,
      logGroup,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: service },
      description: `${service}: ${handler.replaceAll('-', ' ')}`,
    });
  }

  /** CDK's own grant is of all versions and aliases as well, of which there are none. */
  override grantInvoke(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['lambda:InvokeFunction'], resourceArns: [this.functionArn] });
  }
}
