import { App, DefaultStackSynthesizer, type IStackSynthesizer, type StackProps, Tags } from 'aws-cdk-lib';
import { readCity } from '../cities/city.ts';
import { readKeyNames } from './key-names.ts';
import { readDomain } from './site/domain.ts';
import { DataStack } from './stacks/data.ts';
import { EdgeStack } from './stacks/edge.ts';
import { FrontendStack } from './stacks/frontend.ts';
import { ServicesStack } from './stacks/services.ts';
import { SiteStack } from './stacks/site.ts';
import { WorkshopStack } from './stacks/workshop.ts';
import { readPeppers, readStage } from './stage.ts';

interface AppOptions {
  outdir?: string;
  context?: Record<string, string>;
  /**
   * Whether synthesis holds the templates against CloudFormation's own rules, and fails on an error: before a deployment it
   * should, and it takes longer than all the rest of it.
   */
  isValidated?: boolean;
}

/**
 * The whole cloud assembly: one city in one stage. Six stacks, since CloudFormation allows 500 resources in one,
 * and since data must outlive what works on it.
 */
export function freewheelApp({ isValidated = false, ...options }: AppOptions = {}): App {
  // The data stack refuses to take away what a service still uses. It is CDK's default, and it asks to have it said.
  const context = {
    '@aws-cdk/core:defaultCrossStackReferences': 'strong',
    '@aws-cdk/core:strictCfnValidateErrors': true,
    ...options.context,
  };
  const app = new App({
    ...{ analyticsReporting: false, builtinCloudFormationValidation: isValidated },
    ...options,
    context,
  });
  const stage = readStage(app.node.tryGetContext('stage'));
  const city = readCity(app.node.tryGetContext('city') ?? 'havenbrook');
  const domain = readDomain(app.node);
  const keys = { token: readKeyNames(app.node, 'token'), credential: readKeyNames(app.node, 'credential') };
  const name = (part: string) => `Freewheel-${city.id}-${stage.name}-${part}`;
  const props = (): StackProps => ({
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
    terminationProtection: stage.isProduction,
  });
  const data = new DataStack(app, name('Data'), {
    ...props(),
    stage,
    city: city.id,
    keys,
    peppers: readPeppers(app.node.tryGetContext('pepperKeys')),
  });
  const site = new SiteStack(app, name('Site'), {
    ...props(),
    ...{ stage, city, people: data.people, footage: data.footage, domain },
  });
  const services = new ServicesStack(app, name('Services'), { ...props(), stage, city, data, site: site.site });
  const workshop = new WorkshopStack(app, name('Workshop'), { ...props(), stage, city, data, services });
  const frontend = new FrontendStack(app, name('Frontend'), { ...props(), stage, city, data, services });
  const answering = { services, frontend, workshop };
  new EdgeStack(app, name('Edge'), { ...props(), stage, city, people: data.people, site, ...answering });
  Tags.of(app).add('freewheel:city', city.id);
  Tags.of(app).add('freewheel:stage', stage.name);
  return app;
}
