/**
 * A host of IoT alone, to be killed: `node host-process.ts <store> <answer|hang>`. Prints its endpoint, then each
 * invocation; with `hang` no invocation ever comes to an end.
 */
import { iotModule } from '../../../local/iot/module.ts';
import { openStore } from '../../../local/store.ts';
import { type ClientTls, certifiedForAll } from './certified.ts';
import { deployRule, hostContext } from './serve-iot.ts';

/** What the process prints, one a line. */
export interface HostLine {
  endpoint?: string;
  /** With which clients may do everything. */
  tls?: ClientTls;
  functionName?: string;
  event?: { seq: number };
}

const [, , path = '', behaviour] = process.argv;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const iot = iotModule(
  hostContext({
    store: openStore(path),
    invoke: (functionName, event) => {
      say({ functionName, event });
      return behaviour === 'hang' ? new Promise(() => undefined) : Promise.resolve({});
    },
  }),
  { port: 0 },
);
await deployRule(iot, 'facts', {
  Sql: "SELECT *, topic(4) AS thing FROM 'freewheel/+/kiosks/+/events'",
  Actions: [{ Lambda: { FunctionArn: 'record-fact' } }],
});
await iot.start?.();
say({ endpoint: iot.endpoint(), tls: await certifiedForAll(iot) });
