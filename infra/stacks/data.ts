import { Stack, type StackProps } from 'aws-cdk-lib';
import { KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { KeyRing } from '../constructs/key-ring.ts';
import type { KeyNames } from '../key-names.ts';
import { ActionsData } from '../services/actions.ts';
import { BikesData } from '../services/bikes.ts';
import { FeedData } from '../services/feed.ts';
import { FootageData } from '../services/footage.ts';
import { FrontendData } from '../services/frontend.ts';
import { IdentityData } from '../services/identity.ts';
import { OperationsData } from '../services/operations.ts';
import { OrchestrationData } from '../services/orchestration.ts';
import { PaymentsData } from '../services/payments.ts';
import { PeopleData } from '../services/people.ts';
import { RebalancingData } from '../services/rebalancing.ts';
import { StorageData } from '../services/storage.ts';
import { VehicleLogData } from '../services/vehicle-log.ts';
import { WorkshopData } from '../services/workshop.ts';
import type { Stage } from '../stage.ts';

export interface DataStackProps extends StackProps {
  stage: Stage;
  city: string;
  keys: { token: KeyNames; credential: KeyNames };
  /** The versions of the pepper that are live, newest first. */
  peppers: number[];
}

/** What must outlive every deployment: each service's data, and the keys that sign tokens. */
export class DataStack extends Stack {
  readonly actions: ActionsData;
  readonly bikes: BikesData;
  readonly feed: FeedData;
  readonly footage: FootageData;
  readonly frontend: FrontendData;
  readonly identity: IdentityData;
  readonly operations: OperationsData;
  readonly orchestration: OrchestrationData;
  readonly payments: PaymentsData;
  readonly people: PeopleData;
  readonly rebalancing: RebalancingData;
  readonly storage: StorageData;
  readonly vehicleLog: VehicleLogData;
  readonly workshop: WorkshopData;
  /** ES256. Every service reads its public half; orchestration alone may sign. */
  readonly tokenKeys: KeyRing;

  constructor(scope: Construct, id: string, { stage, city, keys, peppers, ...props }: DataStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: what must outlive every deployment' });
    this.tokenKeys = new KeyRing(this, 'TokenKeys', {
      names: keys.token,
      description: 'Signs kiosk, rental and bike tokens',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: stage.removalPolicy,
    });
    this.actions = new ActionsData(this, 'Actions', { stage });
    this.bikes = new BikesData(this, 'Bikes', { stage });
    this.feed = new FeedData(this, 'Feed', { stage });
    this.footage = new FootageData(this, 'Footage', { stage });
    this.frontend = new FrontendData(this, 'Frontend', { stage });
    this.identity = new IdentityData(this, 'Identity', { stage, credentialKeys: keys.credential, peppers });
    this.operations = new OperationsData(this, 'Operations', { stage });
    this.orchestration = new OrchestrationData(this, 'Orchestration', { stage });
    this.payments = new PaymentsData(this, 'Payments', { stage });
    this.rebalancing = new RebalancingData(this, 'Rebalancing', { stage });
    this.storage = new StorageData(this, 'Storage', { stage });
    this.vehicleLog = new VehicleLogData(this, 'VehicleLog', { stage });
    this.people = new PeopleData(this, 'People', { stage, city });
    this.workshop = new WorkshopData(this, 'Workshop', { stage });
  }
}
