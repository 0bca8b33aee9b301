import { beforeAll, describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RETENTION_DAYS } from '../../functions/shared/retention.ts';
import { freewheelApp } from '../../infra/app.ts';
import { type Definition, definitionText, statesOf } from '../statemachines/definition.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}
type Resources = Record<string, { Type: string; Properties: Record<string, unknown>; [key: string]: unknown }>;

function synthesize(stage: string) {
  const app = freewheelApp({ context: { stage, city: 'havenbrook' } });
  const stack = (part: string) => {
    const found = app.node.findChild(`Freewheel-havenbrook-${stage}-${part}`);
    return Template.fromStack(found as Parameters<typeof Template.fromStack>[0]);
  };
  return {
    ...{ data: stack('Data'), site: stack('Site'), services: stack('Services') },
    ...{ frontend: stack('Frontend'), workshop: stack('Workshop'), edge: stack('Edge') },
  };
}

const list = (value: string | string[]) => (Array.isArray(value) ? value : [value]);

/** The resources of a type in several stacks, by their logical ids. */
function resourcesOf(templates: Template[], type: string): Resources {
  return Object.assign({}, ...templates.map((template) => template.findResources(type)));
}

/** The actions that the role of a function or workflow allows, by the construct path in its policy's name. */
function actionsOf(templates: Template[], construct: string): string[] {
  const policies = Object.entries(resourcesOf(templates, 'AWS::IAM::Policy')).filter(([id]) =>
    new RegExp(`^${construct}(ServiceRole|Role)DefaultPolicy`).test(id),
  );
  const documents = policies.map(([, { Properties }]) => Properties['PolicyDocument'] as { Statement: Statement[] });
  return [...new Set(documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => list(Action))))].sort();
}

type Arn = { 'Fn::GetAtt'?: [string, string]; Ref?: string; 'Fn::ImportValue'?: string };
/** What another stack exports is named after what it is of. */
const imported = (name = '') => /ExportsOutputFnGetAtt(\w+?)Arn[0-9A-F]{8}$/.exec(name)?.[1];
const logicalId = (arn: Arn) => arn['Fn::GetAtt']?.[0] ?? arn.Ref ?? imported(arn['Fn::ImportValue']) ?? '';

const READ_WRITE = 'dynamodb:GetItem dynamodb:PutItem';
/** Who is found in the register, and under which hash. */
const REGISTRY = `dynamodb:DeleteItem ${READ_WRITE} dynamodb:UpdateItem`;
const TELLING = `${READ_WRITE} events:PutEvents`;
const MONEY = TELLING;
const CALLS = 'lambda:InvokeFunction';
const COUNTED_CALLS = `dynamodb:UpdateItem ${CALLS}`;

/** What each function and workflow does, besides logging and tracing: the calls in its code, in their order here. */
const ALLOWED: Record<string, string> = {
  IdentityVerifyCredential: `${REGISTRY} events:PutEvents kms:Decrypt kms:GenerateMac kms:GetPublicKey`,
  IdentityImportResidents: `${REGISTRY} kms:GenerateMac`,
  IdentityImportAddresses: 'dynamodb:BatchWriteItem dynamodb:PutItem kms:GenerateMac',
  IdentityRegisterResident: `${REGISTRY} kms:GenerateMac`,
  IdentityReadResident: 'dynamodb:GetItem',
  IdentityDeleteResident: REGISTRY,
  IdentityInviteHouseholdMember: `dynamodb:DeleteItem ${READ_WRITE}`,
  IdentityAddHouseholdMember: REGISTRY,
  IdentityRemoveHouseholdMember: REGISTRY,
  IdentityListReviews: 'dynamodb:Query',
  IdentityReviewResident: REGISTRY,
  PaymentsQuoteFare: '',
  PaymentsExportPayments: 'dynamodb:Query',
  PaymentsAuthorizePayment: `${MONEY} kms:GetPublicKey secretsmanager:GetSecretValue`,
  PaymentsSettlePayment: `${MONEY} kms:GetPublicKey secretsmanager:GetSecretValue`,
  PaymentsVoidPayment: `${MONEY} kms:GetPublicKey secretsmanager:GetSecretValue`,
  PaymentsCapturePayment: `${MONEY} kms:GetPublicKey secretsmanager:GetSecretValue`,
  PaymentsRefundPayment: `${MONEY} secretsmanager:GetSecretValue`,
  PaymentsReclaimHold: `${MONEY} secretsmanager:GetSecretValue`,
  BikesLookUpAvailability: 'dynamodb:GetItem dynamodb:Query',
  BikesHoldAhead: `${READ_WRITE} dynamodb:Query events:PutEvents kms:GetPublicKey`,
  BikesReleaseAhead: `${READ_WRITE} events:PutEvents kms:GetPublicKey`,
  BikesDropOffBike: `${READ_WRITE} dynamodb:Query events:PutEvents`,
  BikesLookUpNearest: 'dynamodb:GetItem dynamodb:Query',
  BikesCountStations: 'dynamodb:GetItem dynamodb:Query',
  BikesReserveBikes: `${READ_WRITE} dynamodb:Query events:PutEvents kms:GetPublicKey`,
  BikesReleaseBikes: `${READ_WRITE} events:PutEvents kms:GetPublicKey`,
  BikesStartTrip: `${READ_WRITE} events:PutEvents kms:GetPublicKey`,
  BikesSwapBike: `${READ_WRITE} dynamodb:Query events:PutEvents kms:GetPublicKey`,
  BikesAwaitReturn: `${READ_WRITE} kms:GetPublicKey states:SendTaskSuccess`,
  BikesReportOverdue: `${READ_WRITE} events:PutEvents kms:GetPublicKey`,
  BikesReportMissing: `${READ_WRITE} events:PutEvents kms:GetPublicKey`,
  BikesReportDamage: `${READ_WRITE} events:PutEvents`,
  BikesFollowStorage: `${READ_WRITE} events:PutEvents states:SendTaskSuccess`,
  BikesPublishStation: 'dynamodb:GetItem dynamodb:Query iot:Publish iot:RetainPublish',
  KiosksBootKiosk: `${READ_WRITE} events:PutEvents`,
  KiosksHearKiosk: `${READ_WRITE} events:PutEvents`,
  KiosksFollowKiosk: `${READ_WRITE} events:PutEvents`,
  KiosksSetKioskMode: `${READ_WRITE} dynamodb:Query events:PutEvents`,
  KiosksSettleContact: `${READ_WRITE} dynamodb:Query events:PutEvents`,
  KiosksWatchKiosks: `dynamodb:BatchGetItem ${READ_WRITE} dynamodb:Query events:PutEvents`,
  KiosksListKiosks: 'dynamodb:BatchGetItem dynamodb:GetItem dynamodb:Query',
  FootageCheckOutBike: `${READ_WRITE} events:PutEvents iot:Publish kms:GetPublicKey states:SendTaskFailure states:SendTaskSuccess`,
  FootageRecordPhotoGap: `${READ_WRITE} events:PutEvents kms:GetPublicKey`,
  FootageRecordPhoto: `${READ_WRITE} events:PutEvents s3:GetObject states:SendTaskFailure states:SendTaskSuccess`,
  FootageFollowCamera: `${READ_WRITE} events:PutEvents states:SendTaskFailure`,
  FootageGrantUpload: 'dynamodb:GetItem s3:PutObject',
  FootageGrantWorkPhoto: `${READ_WRITE} s3:PutObject`,
  FootageViewPhoto: `${READ_WRITE} s3:GetObject`,
  FootageListPhotos: 'dynamodb:Query',
  BikesImportFleet: `${READ_WRITE} dynamodb:Query iot:Publish iot:RetainPublish`,
  BikesExportBikes: `${READ_WRITE} dynamodb:Query`,
  BikesExportOutstanding: `${READ_WRITE} dynamodb:Scan`,
  BikesCorrectBays: READ_WRITE,
  BikesCorrectBike: `${READ_WRITE} events:PutEvents`,
  BikesQuarantineBay: `${READ_WRITE} events:PutEvents`,
  BikesEndRide: `${READ_WRITE} events:PutEvents states:SendTaskSuccess`,
  ActionsNoteAction: READ_WRITE,
  ActionsListActions: 'dynamodb:Query',
  BikesReleaseStale: `${READ_WRITE} events:PutEvents`,
  BikesChangeBike: `${READ_WRITE} events:PutEvents`,
  BikesExportStations: 'dynamodb:BatchGetItem dynamodb:GetItem',
  BikesExportStanding: 'dynamodb:Scan',
  BikesSetAlert: READ_WRITE,
  BikesClearAlert: READ_WRITE,
  BikesListAlerts: 'dynamodb:GetItem',
  FeedKeepFeed: `events:PutEvents ${CALLS}`,
  FeedPublishFeed: `kms:GenerateMac ${CALLS} s3:GetObject s3:PutObject`,
  VehicleLogRecordVehicleEvent: READ_WRITE,
  VehicleLogExportVehicleEvents: 'dynamodb:Query',
  StorageExportBays: 'iot:GetThingShadow',
  StorageMoveBike: `${READ_WRITE} iot:GetThingShadow iot:UpdateThingShadow kms:GetPublicKey states:SendTaskFailure states:SendTaskSuccess`,
  StorageOpenUntilTaken: `${READ_WRITE} iot:GetThingShadow iot:UpdateThingShadow kms:GetPublicKey states:SendTaskFailure states:SendTaskSuccess`,
  StorageCancelCommands: `${READ_WRITE} iot:GetThingShadow iot:UpdateThingShadow kms:GetPublicKey`,
  StorageRecordFact: `${READ_WRITE} events:PutEvents iot:UpdateThingShadow states:SendTaskFailure states:SendTaskHeartbeat states:SendTaskSuccess`,
  OrchestrationOpenSession: 'dynamodb:PutItem states:StartSyncExecution',
  OrchestrationStartRental: `${READ_WRITE} dynamodb:UpdateItem kms:Sign states:StartExecution`,
  OrchestrationReserveAhead:
    'dynamodb:GetItem dynamodb:UpdateItem kms:Sign states:StartExecution states:StartSyncExecution',
  OrchestrationReadRental: 'dynamodb:GetItem',
  OrchestrationVouchForRider: 'dynamodb:GetItem kms:GetPublicKey kms:Sign states:StartSyncExecution',
  OrchestrationProjectRental: 'dynamodb:DeleteItem dynamodb:UpdateItem iot:Publish',
  OrchestrationIssueKioskToken: `${READ_WRITE} dynamodb:UpdateItem kms:Sign`,
  OrchestrationAuthorizeKiosk: 'kms:GetPublicKey',
  OrchestrationPublishKeys: 'kms:GetPublicKey',
  OrchestrationRegisterKiosks: 'dynamodb:PutItem',
  OrchestrationExportKiosks: 'dynamodb:Scan',
  OrchestrationExportRentals: 'dynamodb:GetItem',
  RebalancingFollowTrips: 'dynamodb:UpdateItem',
  RebalancingListMoves: 'dynamodb:Query',
  OperationsOpenCase: `${READ_WRITE} states:DescribeExecution states:StartExecution`,
  OperationsFindFailures: `${READ_WRITE} states:DescribeExecution states:ListExecutions states:StartExecution`,
  OperationsListCases: 'dynamodb:Query',
  OperationsShowCase: 'dynamodb:GetItem',
  OperationsRedriveCase: `${READ_WRITE} states:DescribeExecution states:RedriveExecution`,
  OperationsCloseCase: `${READ_WRITE} states:DescribeExecution states:StartExecution`,
  OperationsCompareShard: READ_WRITE,
  OperationsCompareHolds: READ_WRITE,
  FrontendOpenSession: COUNTED_CALLS,
  FrontendRequestRental: COUNTED_CALLS,
  FrontendViewRental: COUNTED_CALLS,
  FrontendReadReceipt: COUNTED_CALLS,
  FrontendReportDamage: COUNTED_CALLS,
  FrontendGrantUpload: COUNTED_CALLS,
  FrontendHoldBikes: COUNTED_CALLS,
  FrontendFindNearest: COUNTED_CALLS,
  FrontendListMoves: CALLS,
  FrontendPickUpBike: CALLS,
  FrontendDropOffBike: CALLS,
  KioskDeskBootKiosk: COUNTED_CALLS,
  KioskDeskListKiosks: CALLS,
  KioskDeskSetKioskMode: CALLS,
  FrontendListCases: CALLS,
  FrontendRedriveCase: CALLS,
  FrontendCloseCase: CALLS,
  FrontendTakeAction: CALLS,
  FrontendListActions: CALLS,
  FrontendRegisterResident: CALLS,
  FrontendReadResident: CALLS,
  FrontendDeleteResident: CALLS,
  FrontendInviteHouseholdMember: CALLS,
  FrontendJoinHousehold: CALLS,
  FrontendLeaveHousehold: CALLS,
  FrontendListReviews: CALLS,
  FrontendReviewResident: CALLS,
  FrontendSetAlert: CALLS,
  FrontendClearAlert: CALLS,
  FrontendListAlerts: CALLS,
  FrontendListPhotos: CALLS,
  FrontendViewPhoto: CALLS,
  FrontendDescribeApi: '',
  WorkshopFollowBikes: `${READ_WRITE} states:SendTaskSuccess states:StartExecution`,
  WorkshopLookForDue: `${READ_WRITE} dynamodb:Query states:StartExecution`,
  WorkshopOpenWorkOrder: TELLING,
  WorkshopAwaitStep: `${READ_WRITE} states:SendTaskSuccess`,
  WorkshopReportLate: TELLING,
  WorkshopCloseWorkOrder: `${TELLING} states:StartExecution`,
  WorkshopListWorkOrders: 'dynamodb:GetItem dynamodb:Query',
  WorkshopReadWorkOrder: 'dynamodb:GetItem',
  WorkshopStartWork: `${READ_WRITE} states:SendTaskSuccess`,
  WorkshopAddParts: `${READ_WRITE} states:SendTaskSuccess`,
  WorkshopAnnouncePhoto: `${READ_WRITE} states:SendTaskSuccess`,
  WorkshopFinishWork: `${READ_WRITE} states:SendTaskSuccess`,
  WorkshopInspectWork: `${READ_WRITE} states:SendTaskSuccess`,
  WorkshopImportStops: READ_WRITE,
  FrontendListWorkOrders: CALLS,
  FrontendReadWorkOrder: CALLS,
  FrontendStartWork: CALLS,
  FrontendAddParts: CALLS,
  FrontendAddWorkPhoto: CALLS,
  FrontendViewWorkPhoto: CALLS,
  FrontendFinishWork: CALLS,
  FrontendInspectWork: CALLS,
  Repair: CALLS,
  Admission: CALLS,
  Rental: `${CALLS} states:StartExecution`,
  Reservation: CALLS,
  Ride: CALLS,
  Undo: CALLS,
  ReconciliationWorkflow: CALLS,
  ReconciliationWorkflowEvents: 'states:StartExecution',
};

describe('the template', () => {
  let dev: ReturnType<typeof synthesize>;
  let prod: ReturnType<typeof synthesize>;

  beforeAll(() => {
    dev = synthesize('dev');
    prod = synthesize('prod');
  });

  it('protects the data of production, and only there', () => {
    const tables = (template: Template) =>
      Object.values(template.findResources('AWS::DynamoDB::GlobalTable') as Resources).map((table) => ({
        policy: table['DeletionPolicy'],
        replica: (table.Properties['Replicas'] as Array<Record<string, unknown>>)[0],
      }));

    const inProduction = tables(prod.data);
    const inDevelopment = tables(dev.data);

    expect(inProduction.length).toBeGreaterThan(0);
    for (const table of inProduction) {
      expect(table.policy).toBe('Retain');
      expect(table.replica?.['DeletionProtectionEnabled']).toBe(true);
    }
    for (const table of inDevelopment) expect(table.policy).toBe('Delete');
  });

  it('can restore every table of production to a point in time, except what lives minutes', () => {
    const tables = Object.entries(prod.data.findResources('AWS::DynamoDB::GlobalTable') as Resources);

    const restorable = tables.map(([id, { Properties }]) => {
      const [replica] = Properties['Replicas'] as Array<{ PointInTimeRecoverySpecification?: object }>;
      return [/Sessions|Allowances/.test(id), replica?.PointInTimeRecoverySpecification];
    });

    expect(restorable.filter(([isEphemeral]) => isEphemeral)).toHaveLength(2);
    for (const [isEphemeral, setting] of restorable) {
      expect(setting).toEqual({ PointInTimeRecoveryEnabled: !isEphemeral });
    }
  });

  it.each([
    ['OrchestrationStartRental', 'kms:Decrypt'],
    ['OrchestrationVouchForRider', 'kms:Decrypt'],
    ['StorageMoveBike', 'kms:Sign'],
    ['BikesReserveBikes', 'kms:Sign'],
    ['FrontendOpenSession', 'dynamodb:GetItem'],
  ])('does not let %s do %s', (construct, action) => {
    const actions = actionsOf([dev.services, dev.frontend, dev.workshop], construct);

    expect(actions.length).toBeGreaterThan(0);
    expect(actions).not.toContain(action);
  });

  it.each(Object.entries(ALLOWED))('lets %s do what it does, and nothing else', (construct, allowed) => {
    const actions = actionsOf([dev.services, dev.frontend, dev.workshop], construct).filter(
      (action) => !/^(xray|logs):/.test(action),
    );

    expect(actions).toEqual(allowed.split(' ').filter(Boolean));
  });

  it('says of every function and workflow what it may do', () => {
    const constructs = Object.keys(resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::IAM::Policy'));

    const unsaid = constructs.filter((id) => !ALLOWED[id.replace(/(ServiceRole|Role)DefaultPolicy.*$/, '')]?.length);

    expect(unsaid.map((id) => id.replace(/(ServiceRole|Role)DefaultPolicy.*$/, ''))).toEqual([
      'PaymentsQuoteFare',
      'FrontendDescribeApi',
    ]);
  });

  it('gives each workflow what its definition names, and nothing else', () => {
    const machines = Object.values(
      resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::StepFunctions::StateMachine'),
    );

    const given = machines.map(({ Properties }) => ({
      workflow: String(Properties['StateMachineName']).replace('havenbrook-dev-', ''),
      names: Object.keys(Properties['DefinitionSubstitutions'] as object).sort(),
    }));

    expect(given.length).toBeGreaterThan(0);
    for (const { workflow, names } of given) {
      const named = [...definitionText(workflow).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => String(name));
      expect({ workflow, names }).toEqual({ workflow, names: [...new Set(named)].sort() });
    }
  });

  it('gives each task that waits for a function no less time than the function has', () => {
    const functions = resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::Lambda::Function');
    const timeouts = new Map(
      Object.entries(functions).map(([id, { Properties }]) => [id, Number(Properties['Timeout'])]),
    );
    const machines = Object.values(
      resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::StepFunctions::StateMachine'),
    );
    const arns = machines.map(({ Properties }) => Properties['DefinitionSubstitutions'] as Record<string, Arn>);
    const functionNamed = new Map(
      arns.flatMap((names) => Object.entries(names)).map(([name, arn]) => [name, logicalId(arn)]),
    );

    const tasks = ['admission', 'rental', 'ride', 'undo', 'repair'].flatMap((workflow) =>
      statesOf(JSON.parse(definitionText(workflow)) as Definition).filter(([, { Resource }]) =>
        Resource?.startsWith('${'),
      ),
    );

    expect(tasks.length).toBeGreaterThan(0);
    for (const [name, { Resource = '', TimeoutSeconds = 0 }] of tasks) {
      // Two reads make an offer; they are given up sooner, so that the rider has an answer in time.
      const isOffer = ['Look up what is available', 'Quote the fare'].includes(name);
      const id = functionNamed.get(Resource.slice(2, -1)) ?? '';
      expect({ name, TimeoutSeconds }).toEqual({ name, TimeoutSeconds: isOffer ? 5 : expect.any(Number) });
      if (!isOffer) expect(TimeoutSeconds).toBeGreaterThanOrEqual(timeouts.get(id) ?? Number.POSITIVE_INFINITY);
    }
  });

  it('takes no word of a kiosk that does not come on its own topic', () => {
    dev.edge.hasResourceProperties('AWS::IoT::TopicRule', {
      TopicRulePayload: { Sql: Match.stringLikeRegexp('WHERE kioskId = topic\\(4\\)$') },
    });
  });

  it('keeps photos from everybody, for as long as is said of them, and has S3 tell of each', () => {
    dev.data.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: RETENTION_DAYS.photo, Status: 'Enabled' }] },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      // A page may send what its link says, and read nothing.
      CorsConfiguration: {
        CorsRules: [
          {
            ...{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'], MaxAge: 3600 },
            AllowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
          },
        ],
      },
    });
    dev.data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  it('lets a kiosk hear what its own camera is asked, and no other', () => {
    const [policy] = Object.values(dev.edge.findResources('AWS::IoT::Policy') as Resources);

    const heard = JSON.stringify(policy?.Properties['PolicyDocument']).match(/topic(filter)?\/[^"]*\/photos/g);

    const own = `freewheel/havenbrook/kiosks/\${!iot:Connection.Thing.ThingName}/photos`;
    expect(heard).toEqual([`topic/${own}`, `topicfilter/${own}`]);
  });

  it('lets identity alone open credentials', () => {
    const policies = Object.entries(dev.services.findResources('AWS::IAM::Policy') as Resources);

    const openers = policies.filter(([, policy]) => JSON.stringify(policy).includes('kms:Decrypt')).map(([id]) => id);

    expect(openers).toEqual([expect.stringMatching(/^IdentityVerifyCredential/)]);
  });

  it("lets payments alone read the acquirer's key, which is in no variable", () => {
    const policies = Object.entries(dev.services.findResources('AWS::IAM::Policy') as Resources);
    const functions = Object.values(resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::Lambda::Function'));
    const secrets = dev.data.findResources('AWS::SecretsManager::Secret') as Resources;

    const readers = policies.filter(([, policy]) => JSON.stringify(policy).includes('secretsmanager:'));

    expect(readers.map(([id]) => id.replace(/ServiceRole.*$/, '')).sort()).toEqual(
      ['AuthorizePayment', 'CapturePayment', 'ReclaimHold', 'RefundPayment', 'SettlePayment', 'VoidPayment'].map(
        (name) => `Payments${name}`,
      ),
    );
    expect(Object.values(secrets).map(({ Properties }) => Properties['SecretString'])).toEqual(['{}']);
    expect(JSON.stringify(functions.map(({ Properties }) => Properties['Environment']))).not.toContain(
      'resolve:secrets',
    );
  });

  it('grants no action by a wildcard but those of AWS that have no resource', () => {
    const statements = [dev.services, dev.workshop, dev.edge].flatMap((template) =>
      Object.values(template.findResources('AWS::IAM::Policy') as Resources).flatMap(
        ({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
      ),
    );

    const wild = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => list(Action));

    // Tracing and log delivery have no resource to name (Service Authorization Reference, X-Ray and CloudWatch Logs).
    expect(wild.filter((action) => !/^(xray|logs):/.test(action))).toEqual([]);
    expect(statements.flatMap(({ Action }) => list(Action)).filter((action) => action.endsWith(':*'))).toEqual([]);
  });

  it('traces every function and workflow, and keeps every log for a while only', () => {
    const functions = Object.values(resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::Lambda::Function'));
    const workflows = Object.values(
      resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::StepFunctions::StateMachine'),
    );
    const logs = Object.values(resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::Logs::LogGroup'));

    expect(functions.map(({ Properties }) => Properties['TracingConfig'])).toEqual(
      functions.map(() => ({ Mode: 'Active' })),
    );
    expect(workflows.map(({ Properties }) => Properties['TracingConfiguration'])).toEqual(
      workflows.map(() => ({ Enabled: true })),
    );
    expect(logs.length).toBe(functions.length + workflows.length);
    for (const { Properties } of logs) expect(Properties['RetentionInDays']).toBeGreaterThan(0);
    for (const { Properties } of Object.values(prod.services.findResources('AWS::Logs::LogGroup') as Resources))
      expect(Properties['RetentionInDays']).toBe(RETENTION_DAYS.log);
  });

  it('puts no secret into the environment of any function', () => {
    const functions = Object.values(resourcesOf([dev.services, dev.frontend, dev.workshop], 'AWS::Lambda::Function'));

    const variables = functions.flatMap(({ Properties }) =>
      Object.entries((Properties['Environment'] as { Variables?: Record<string, unknown> })?.Variables ?? {}),
    );
    const values = [
      ...new Set(variables.map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value)))),
    ];

    expect(variables.length).toBeGreaterThan(100);
    // Keys of Stripe and AWS, tokens, PEM, references that CloudFormation resolves into the secret itself, and whatever
    // else is long and looks like chance.
    const secretive = /sk_|rk_|whsec_|AKIA|ASIA|eyJ|-----BEGIN|resolve:|[A-Za-z0-9+/_-]{40,}/;
    const named = variables.filter(([name]) => /SECRET|PASSWORD|CREDENTIAL|KEY|TOKEN/.test(name)).map(([name]) => name);
    expect(
      values.filter((value) =>
        secretive.test(value.replace(/"[^"]*:Export[^"]*"|Freewheel-[\w-]+:ExportsOutput\w+/g, '')),
      ),
    ).toEqual([]);
    // What is named after a secret holds its ARN, the id of a key that never leaves KMS, or the name of an issuer.
    expect([...new Set(named)].sort()).toEqual([
      'ACQUIRER_SECRET_ARN',
      'CREDENTIAL_KEY_IDS',
      'PEPPER_KEY_IDS',
      'TOKEN_ISSUER',
      'TOKEN_KEY_IDS',
      'VEHICLE_KEY_ID',
    ]);
    for (const [name, value] of variables.filter(([one]) => /SECRET|KEY/.test(one)))
      expect([name, JSON.stringify(value)]).toEqual([name, expect.stringMatching(/^\{"(Ref|Fn::)/)]);
  });

  it('logs no execution data of any workflow', () => {
    dev.services.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { IncludeExecutionData: false },
    });
  });

  it('asks a token on every route but those that anyone may read', () => {
    const routes = Object.values(dev.edge.findResources('AWS::ApiGatewayV2::Route') as Resources);

    const open = routes
      .filter(({ Properties }) => Properties['AuthorizationType'] === 'NONE')
      .map(({ Properties }) => Properties['RouteKey']);

    expect(open.sort()).toEqual(['GET /.well-known/jwks.json', 'GET /openapi.json', 'POST /v1/token']);
  });

  it('takes access tokens of people alone, for the city’s own pages', () => {
    const routes = Object.values(dev.edge.findResources('AWS::ApiGatewayV2::Route') as Resources);

    const people = routes.filter(({ Properties }) => Properties['AuthorizationType'] === 'JWT');

    expect(people.length).toBeGreaterThan(0);
    for (const { Properties } of people) expect(Properties['AuthorizationScopes']).toEqual(['openid']);
    dev.edge.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [Match.anyValue()], Issuer: Match.anyValue() },
    });
  });

  it('lets people make accounts by a verified address, and pages sign them in by PKCE without a secret', () => {
    dev.data.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12 }) },
    });
    dev.edge.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
    const groups = Object.values(dev.data.findResources('AWS::Cognito::UserPoolGroup') as Resources);
    expect(groups.map(({ Properties }) => Properties['GroupName']).sort()).toEqual(['mechanics', 'operators']);
    prod.data.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });

  it('has no resource that hides code in the template', () => {
    for (const template of Object.values(dev)) {
      const types = Object.values(template.toJSON()['Resources'] as Resources).map(({ Type }) => Type);
      expect(
        types.filter((type) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'),
      ).toEqual([]);
    }
  });

  it('refuses a stage whose name would not fit into names', () => {
    expect(() => freewheelApp({ context: { stage: 'Production Stage' } })).toThrow(/stage must be a short name/);
  });
});
