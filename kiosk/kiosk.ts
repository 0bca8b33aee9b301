import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BayStatus } from '../functions/shared/fields.ts';
import type { Clock } from '../seams/clock.ts';
import type { MqttTransport } from '../seams/mqtt.ts';
import type { Random } from '../seams/random.ts';
import { bayReporter, bikesToGive, faultsOf, freeBays } from './bays.ts';
import { accessToken, deviceSigner } from './cloud/access-token.ts';
import { kioskApi } from './cloud/api.ts';
import { bayMirror } from './cloud/bay-mirror.ts';
import { kioskBoot } from './cloud/boot.ts';
import { commandShadow } from './cloud/command-shadow.ts';
import { type Connection, connect } from './cloud/connection.ts';
import { contact as contactOf } from './cloud/contact.ts';
import { correctedClock } from './cloud/corrected-clock.ts';
import { outbox } from './cloud/facts.ts';
import { firstCall } from './cloud/first-call.ts';
import { heart as heartOf } from './cloud/heartbeat.ts';
import type { HttpSend } from './cloud/http.ts';
import { keyRing } from './cloud/key-ring.ts';
import { asker } from './cloud/request.ts';
import { stationCache } from './cloud/stations.ts';
import type { KioskConfig } from './config.ts';
import type { Driver } from './hardware/driver.ts';
import type { SimulatedMachine } from './hardware/simulated/machine.ts';
import { openHatch, PATIENCE, type Patience } from './hatch.ts';
import { lifetime, livingClient, livingDriver } from './lifetime.ts';
import { photographer } from './photos/photographer.ts';
import { type Complaint, complaint } from './returns/complaint.ts';
import { damageReports } from './returns/damage-reports.ts';
import { nearbyKiosks } from './rider/nearby.ts';
import { NotNow, type Rider, riderAtScreen } from './rider/rider.ts';
import { ScanUnreadable } from './scan/scan-unreadable.ts';
import { sealer } from './scan/seal.ts';
import { serviceOf } from './service.ts';
import type { KioskStore } from './store/kiosk-store.ts';
import { packageVersion } from './version.ts';
import type { PageState, SampleCard } from './web/contract.ts';
import { pageServer } from './web/page-server.ts';
import { simulationView } from './web/simulation-view.ts';

export interface KioskOptions {
  config: KioskConfig;
  /** The private half of the registered device key: P-256, PKCS #8, PEM. */
  deviceKey: string;
  transport: MqttTransport;
  http: HttpSend;
  /** The hardware; a simulated one also answers the page's panel. */
  driver: Driver | SimulatedMachine;
  /** Belongs to the caller, who closes it after `stop`. */
  store: KioskStore;
  clock: Clock;
  random: Random;
  /** For how long the computer had been running when the program started, in milliseconds; absent: for long. */
  machineUpMs?: number;
  /** The package's, unless a kiosk maker's program has one of its own. */
  programVersion?: string;
  patience?: Partial<Patience>;
  /** Licences that the page's panel offers to hold to the simulated scanner. */
  cards?: SampleCard[];
  /** Folder of the built page. */
  assets?: string;
  /** One line about something worth knowing; never anything personal. */
  log?: (line: string) => void;
}

export interface Kiosk extends Pick<Rider, 'scan' | 'rent' | 'choose' | 'hold' | 'cancel'> {
  /** Something is wrong with a bike that was just brought back; what, and how bad, the next taps say. @throws NotNow */
  reportDamage(bikeId: string, said?: Complaint): void;
  /** The picture of a bike as it came back, for as long as the screen speaks of the bike. */
  picture(bikeId: string): { mediaType: string; bytes: Uint8Array } | undefined;
  /** The receipt of a ride that ended here in the last minutes, as a page of HTML. */
  receipt(rentalId: string, isDownload: boolean): string | undefined;
  start(): Promise<void>;
  /** Ends the program as it stands, like a power cut; what was begun is settled at the next start. */
  stop(): Promise<void>;
  /** Answers the page's requests, with or without the prefix `/kiosks/{kioskId}`. */
  web(request: IncomingMessage, response: ServerResponse): void;
  state(): PageState;
  /** Cryptography is under way, which takes real time and none on the clock: a virtual clock waits for it. */
  computing(): boolean;
  /** Calls back after each change, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

/** Puts one kiosk together. Nothing runs before `start`; while nobody is there it says that it is, and listens. */
export function createKiosk(options: KioskOptions): Kiosk {
  const { config, store, random } = options;
  const life = lifetime(options.clock);
  const { compute } = life;
  const log = options.log ?? (() => {});
  const clock = correctedClock(life.clock, store);
  const driver = livingDriver(options.driver, life, () => machineMoved());
  const listeners = new Set<() => void>();
  const changed = () => {
    if (!life.over()) for (const listener of [...listeners]) listener();
  };

  const ask = asker((request) => life.during(options.http(request)), clock, life.clock.now);
  const sign = deviceSigner(options.deviceKey, config.kioskId, compute);
  const keys = keyRing(config.apiEndpoint, { ask, clock, store });
  const api = kioskApi(config.apiEndpoint, { ask, clock, token: accessToken(config, { sign, ask, clock, random }) });
  const facts = outbox(config, { store, clock, onChange: changed });
  const mirror = bayMirror(config.kioskId, { clock, read: driver.read });
  const stations = stationCache(config, store, changed);
  const bays = bayReporter({ store, facts, read: driver.read });
  const programVersion = options.programVersion ?? packageVersion();
  const boot = kioskBoot(config, {
    ...{ api, store, clock, random, log, programVersion },
    device: life.clock,
    faults: () => faultsOf(driver.read()),
    onAnswer: changed,
  });
  const { machineUpMs = Number.POSITIVE_INFINITY } = options;
  const call = firstCall({ clock: life.clock, random, machineUpMs, spreadMs: boot.spreadMs() });
  const contact = contactOf(store, clock, changed);
  const heart = heartOf(config, { clock, everyMs: boot.heartbeatMs, onBeat: contact.heard });
  const service = () => serviceOf(config.kioskId, { boot, stations });
  const bikesHere = () => bikesToGive(driver.read(), stations.status(config.kioskId)?.bays_withheld);
  const quarantined = () => stations.status(config.kioskId)?.bays_quarantined ?? [];
  const photos = photographer(config, { driver, api, facts, clock, log });

  const reports = damageReports({ api, store, clock, random, log });

  const patience = { ...PATIENCE, ...options.patience };
  const hatch = openHatch({
    config,
    driver,
    store,
    clock,
    facts,
    keys,
    sign,
    patience,
    compute,
    takesReturns: () => ['open', 'returnsOnly'].includes(service()),
    quarantined,
    mayCome: (rentalId) => rider.mayCome(rentalId),
    onGone: (bikeId) => reports.close(bikeId),
    onChange: changed,
    log,
  });
  const shadow = commandShadow(config.kioskId, clock, hatch);
  const nearby = () => nearbyKiosks(config, stations, { asOf: contact.asOf(), now: clock.now() });
  const rider = riderAtScreen({
    api,
    seal: sealer(config.kioskId, { keys, clock, random, compute }),
    clock,
    random,
    ...{ store, bikesHere, service },
    isServing: hatch.isServing,
    neighbour: (kioskId) => nearby().find((kiosk) => kiosk.kioskId === kioskId),
    onChange: () => {
      hatch.look();
      changed();
    },
    log,
  });

  let connection: Connection | undefined;
  const state = (): PageState => {
    const reading = driver.read();
    const { bays: stands, hatch: inHatch, door, faults } = reading;
    const closed = quarantined();
    const [now, asOf] = [clock.now(), contact.asOf()];
    const returning = hatch.returns.current();
    const simulation = simulationView(options.driver);
    return {
      kiosk: { kioskId: config.kioskId, name: config.name, city: config.city },
      online: connection?.online() ?? false,
      factsWaiting: facts.waiting(),
      screen: rider.screen(),
      ...(returning && { returning }),
      returned: hatch.returns.earlier(),
      machine: {
        bays: [...stands].map(([bay, bikeId]) => bayView(bay, bikeId, faults?.get(bay), closed.includes(bay))),
        hatch: inHatch,
        door,
      },
      here: {
        bikes: bikesHere(),
        docks: freeBays(reading, closed).length,
        service: service(),
        ...(asOf !== undefined && { heardMinutesAgo: Math.max(0, Math.floor((now - asOf) / 60_000)) }),
      },
      nearby: nearby(),
      ...(simulation && { simulation }),
    };
  };
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const stopListening: Array<() => void> = [];
  const machineMoved = () => {
    mirror.touch();
    bays.look();
    hatch.look();
    changed();
  };
  const scanned = (raw: string) => {
    try {
      rider.scan(raw);
    } catch (refusal) {
      // The screen tells the rider; the scanner has nobody to tell.
      if (!(refusal instanceof NotNow || refusal instanceof ScanUnreadable)) throw refusal;
    }
  };
  function listenToMachine(): void {
    if ('onChange' in options.driver) stopListening.push(options.driver.onChange(() => !life.over() && machineMoved()));
    stopListening.push(
      driver.listen((event) => {
        if (['bikePresented', 'scanned', 'cardTapped'].includes(event.type)) call.hurry();
        if (event.type === 'bikePresented') hatch.presented(event.bikeId);
        if (event.type === 'riderLeft') hatch.left();
        if (event.type === 'hatchChanged' && event.bikeId !== null) hatch.seen(event.bikeId, event.at);
        if (event.type === 'hatchChanged' || event.type === 'baysChanged') machineMoved();
        if (event.type === 'scanned') scanned(event.raw);
        if (event.type === 'cardTapped') rider.cardTapped(event.reference);
      }),
    );
  }

  function connectToCity(): void {
    if (life.over()) return;
    boot.begin();
    connection = connect(config, {
      transport: (clientId, listener) => livingClient(options.transport(clientId, listener), life),
      clock,
      shadow,
      stations,
      photos,
      mirror,
      facts,
      heart,
      contact,
      onRental: (view) => {
        rider.viewed(view);
        hatch.rides.viewed(view);
      },
      onChange: () => {
        if (connection?.online()) {
          rider.reconnected();
          reports.resume();
          boot.reconnected();
        }
        changed();
      },
      log,
    });
  }

  const kiosk: Omit<Kiosk, 'web'> = {
    scan: (raw) => {
      call.hurry();
      rider.scan(raw);
    },
    rent: rider.rent,
    choose: rider.choose,
    hold: rider.hold,
    cancel: rider.cancel,
    reportDamage: complaint(hatch.returns, hatch.pictures, reports),
    picture: (bikeId) => {
      const shot = hatch.pictures.of(bikeId);
      return shot && { mediaType: shot.content.mediaType, bytes: shot.bytes };
    },
    receipt: hatch.rides.page,
    state,
    onChange,
    computing: life.computing,
    start: async () => {
      listenToMachine();
      facts.record({ type: 'KioskStarted', programVersion });
      bays.look();
      hatch.recover();
      rider.resume();
      contact.begin();
      call.begin(connectToCity);
    },
    stop: async () => {
      life.end();
      hatch.stop();
      for (const stop of stopListening) stop();
      await Promise.all([connection?.close(), page.close()]);
    },
  };
  const page = pageServer({
    ...kiosk,
    config,
    driver: options.driver,
    cards: options.cards ?? [],
    assets: options.assets,
  });
  return { ...kiosk, web: page.handle };
}

function bayView(bay: number, bikeId: string | null, fault: BayStatus | undefined, isQuarantined: boolean) {
  return { bay, bikeId, ...(fault && fault !== 'ok' && { fault }), ...(isQuarantined && { isQuarantined }) };
}
