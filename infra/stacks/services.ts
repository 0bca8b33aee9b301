import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { ServiceContext } from '../service-context.ts';
import { Actions } from '../services/actions.ts';
import { Bikes } from '../services/bikes.ts';
import { Feed } from '../services/feed.ts';
import { Footage } from '../services/footage.ts';
import { Identity } from '../services/identity.ts';
import { Kiosks } from '../services/kiosks.ts';
import { Operations, Reconciliation } from '../services/operations.ts';
import { Orchestration } from '../services/orchestration.ts';
import { Payments } from '../services/payments.ts';
import { Rebalancing } from '../services/rebalancing.ts';
import { Storage } from '../services/storage.ts';
import { VehicleLog } from '../services/vehicle-log.ts';
import type { Site } from '../site/site.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';

export interface ServicesStackProps extends StackProps {
  stage: Stage;
  city: City;
  site: Site;
  data: DataStack;
}

/** The services and the workflows through which they talk. */
export class ServicesStack extends Stack {
  readonly bus: EventBus;
  readonly bikes: Bikes;
  readonly orchestration: Orchestration;
  readonly storage: Storage;
  readonly kiosks: Kiosks;
  readonly identity: Identity;
  readonly payments: Payments;
  readonly footage: Footage;
  readonly operations: Operations;
  readonly actions: Actions;
  readonly rebalancing: Rebalancing;

  constructor(scope: Construct, id: string, { stage, city, site, data, ...props }: ServicesStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: services and workflows' });
    const bus = new EventBus(this, 'Bus');
    this.bus = bus;
    const context: ServiceContext = { stage, city, bus, tokenKeys: data.tokenKeys };

    this.identity = new Identity(this, 'Identity', { ...context, data: data.identity });
    this.payments = new Payments(this, 'Payments', { ...context, data: data.payments });
    const [footage, log] = [data.footage, data.vehicleLog];
    const bikes = new Bikes(this, 'Bikes', { ...context, data: data.bikes, footage, log });
    this.bikes = bikes;
    this.kiosks = new Kiosks(this, 'Kiosks', { ...context, data: data.bikes });
    this.footage = new Footage(this, 'Footage', { ...context, data: data.footage, inventory: data.bikes });
    const feed = new Feed(this, 'Feed', { ...context, data: data.feed, bikes, site });
    const { exportVehicleEvents } = new VehicleLog(this, 'VehicleLog', {
      ...{ stage, city, bus },
      ...{ data: data.vehicleLog, inventory: data.bikes },
    });
    const admission = new Workflow(this, 'Admission', {
      stage,
      city: city.id,
      workflow: 'admission',
      type: StateMachineType.EXPRESS,
      functions: {
        VerifyCredential: this.identity.verifyCredential,
        LookUpAvailability: bikes.lookUpAvailability,
        QuoteFare: this.payments.quoteFare,
      },
    });

    this.storage = new Storage(this, 'Storage', { ...context, data: data.storage });
    this.orchestration = new Orchestration(this, 'Orchestration', {
      ...context,
      data: data.orchestration,
      credentialKeys: data.identity.credentialKeys,
      admission,
    });
    const undo = new Workflow(this, 'Undo', {
      stage,
      city: city.id,
      workflow: 'undo',
      type: StateMachineType.STANDARD,
      functions: {
        CancelCommands: this.storage.cancelCommands,
        ReleaseBikes: bikes.releaseBikes,
        VoidPayment: this.payments.voidPayment,
      },
    });
    const reservation = new Workflow(this, 'Reservation', {
      stage,
      city: city.id,
      workflow: 'reservation',
      type: StateMachineType.STANDARD,
      functions: { HoldAhead: bikes.holdAhead, ReleaseAhead: bikes.releaseAhead },
    });
    const ride = new Workflow(this, 'Ride', {
      stage,
      city: city.id,
      workflow: 'ride',
      type: StateMachineType.STANDARD,
      functions: {
        AwaitReturn: bikes.awaitReturn,
        ReportOverdue: bikes.reportOverdue,
        ReportMissing: bikes.reportMissing,
        CapturePayment: this.payments.capturePayment,
      },
      numbers: {
        OverdueSeconds: city.tariff.overdueMinutes * 60,
        MissingSeconds: city.tariff.missingMinutes * 60,
      },
    });
    const rental = new Workflow(this, 'Rental', {
      stage,
      city: city.id,
      workflow: 'rental',
      type: StateMachineType.STANDARD,
      functions: {
        ReserveBikes: bikes.reserveBikes,
        AuthorizePayment: this.payments.authorizePayment,
        VouchForRider: this.orchestration.vouchForRider,
        MoveBike: this.storage.moveBike,
        SwapBike: bikes.swapBike,
        CheckOutBike: this.footage.checkOutBike,
        RecordPhotoGap: this.footage.recordPhotoGap,
        OpenUntilTaken: this.storage.openUntilTaken,
        StartTrip: bikes.startTrip,
        SettlePayment: this.payments.settlePayment,
      },
      workflows: { Undo: undo, Ride: ride },
    });
    this.operations = new Operations(this, 'Operations', { ...context, data: data.operations });
    const reconciliation = new Reconciliation(this, 'Reconciliation', {
      stage,
      city: city.id,
      functions: {
        ExportKiosks: this.orchestration.exportKiosks,
        ExportRentals: this.orchestration.exportRentals,
        ExportBays: this.storage.exportBays,
        ExportBikes: bikes.exportBikes,
        ExportOutstanding: bikes.exportOutstanding,
        ExportPayments: this.payments.exportPayments,
        CompareShard: this.operations.compareShard,
        CompareHolds: this.operations.compareHolds,
        FindFailures: this.operations.findFailures,
        CorrectBays: bikes.correctBays,
        ReleaseStale: bikes.releaseStale,
        ReclaimHold: this.payments.reclaimHold,
      },
    });
    this.rebalancing = new Rebalancing(this, 'Rebalancing', { ...context, data: data.rebalancing });
    this.actions = new Actions(this, 'Actions', { stage, data: data.actions });

    const workflows = {
      Admission: admission,
      Rental: rental,
      Reservation: reservation,
      Ride: ride,
      Undo: undo,
      Reconciliation: reconciliation.workflow,
    };
    for (const [name, workflow] of Object.entries(workflows)) {
      new CfnOutput(this, `${name}Workflow`, { value: workflow.stateMachineArn });
    }
    // What is called by people and their programs, past every workflow.
    const commands = {
      ImportFleet: bikes.importFleet,
      ChangeBike: bikes.changeBike,
      ExportVehicleEvents: exportVehicleEvents,
      ListKiosks: this.kiosks.listKiosks,
      SetKioskMode: this.kiosks.setKioskMode,
      ImportResidents: this.identity.importResidents,
      ImportAddresses: this.identity.importAddresses,
      RegisterKiosks: this.orchestration.registerKiosks,
      ListPhotos: this.footage.listPhotos,
      ViewPhoto: this.footage.viewPhoto,
      RefundPayment: this.payments.refundPayment,
      ListCases: this.operations.listCases,
      ShowCase: this.operations.showCase,
      RedriveCase: this.operations.redriveCase,
      CloseCase: this.operations.closeCase,
      SetAlert: bikes.setAlert,
      ClearAlert: bikes.clearAlert,
      ListAlerts: bikes.listAlerts,
      PublishFeed: feed.publishFeed,
    };
    for (const [name, command] of Object.entries(commands)) new CfnOutput(this, name, { value: command.functionName });
  }
}
