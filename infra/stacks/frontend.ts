import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import type { ServiceContext } from '../service-context.ts';
import { Frontend } from '../services/frontend.ts';
import { KioskDesk } from '../services/kiosks.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';
import type { ServicesStack } from './services.ts';

export interface FrontendStackProps extends StackProps {
  stage: Stage;
  city: City;
  data: DataStack;
  services: ServicesStack;
}

/** What answers the routes of the HTTP API: it calls the services, and nothing calls it but the API. */
export class FrontendStack extends Stack {
  readonly frontend: Frontend;
  readonly kioskDesk: KioskDesk;

  constructor(scope: Construct, id: string, { stage, city, data, services, ...props }: FrontendStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: the front end of the services' });
    const { bus, bikes, kiosks, ...others } = services;
    const context: ServiceContext = { stage, city, bus, tokenKeys: data.tokenKeys };
    const { orchestration, payments, actions, footage, operations, identity, rebalancing } = others;
    this.frontend = new Frontend(this, 'Frontend', {
      ...{ ...context, data: data.frontend, bikes },
      ...{ orchestration, payments, actions, footage, operations, identity, rebalancing },
    });
    this.kioskDesk = new KioskDesk(this, 'KioskDesk', { ...context, data: data.frontend, kiosks });
  }
}
