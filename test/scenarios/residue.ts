import { GetExecutionHistoryCommand, ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import type { City } from '../../cities/city.ts';
import type { WireRequest } from '../../local/wire/contract.ts';
import type { VirtualCity } from '../simulation/virtual-city.ts';

/** Somewhere that something is written down, or passes by where it could be. */
export interface Trace {
  place: string;
  text: string;
}

/** Something that should stand in as few places as possible, in each way in which it could be written. */
export interface Needle {
  what: string;
  pattern: RegExp;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The characters that the text has in base64url wherever in a longer text it stands: three ways, without their edges. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
    return whole.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
  });
}

/** A text of a person's, in any case, and in hexadecimal and base64 as it stands, in upper case and in lower case. */
function personal(what: string, text: string): Needle {
  const cases = [...new Set([text, text.toUpperCase(), text.toLowerCase()])];
  // What is shorter is found by chance in keys and signatures.
  const encoded = text.length < 7 ? [] : cases.flatMap((one) => [Buffer.from(one).toString('hex'), ...inBase64(one)]);
  const words = cases.map((one) => `(?<![A-Za-z0-9])${escaped(one)}(?![A-Za-z0-9])`);
  return { what, pattern: new RegExp([...words, ...encoded.map(escaped)].join('|')) };
}

/** Everything that is known of the city's people, as what it is. */
export function peopleOf({ residents, visitors }: City): Needle[] {
  return [...residents, ...visitors].flatMap(({ firstName, lastName, number, birthDate, address }) => [
    personal('a name', firstName),
    personal('a name', lastName),
    personal('a licence number', number),
    personal('a date of birth', birthDate),
    personal('a street', address.street),
  ]);
}

/** What means nothing by itself, and is written as it stands or within other JSON: a reference, a token of AWS's. */
export function literal(what: string, text: string): Needle {
  const hex = Buffer.from(text).toString('hex');
  return { what, pattern: new RegExp([escaped(text), hex, ...inBase64(text).map(escaped)].join('|'), 'i') };
}

/** A signed token or sealed credential by its last part, which nothing else has. */
export function compact(what: string, token: string): Needle {
  const last = token.split('.').at(-1) ?? '';
  const hex = Buffer.from(last, 'base64url').toString('hex');
  return { what, pattern: new RegExp([escaped(last), hex, ...inBase64(last).map(escaped)].join('|')) };
}

/** Where each needle is, as `what: place`, each once. */
export function findings(traces: Trace[], needles: Needle[]): string[] {
  const all = new Map<string, RegExp[]>();
  for (const { what, pattern } of needles) all.set(what, [...(all.get(what) ?? []), pattern]);
  const found = new Set<string>();
  for (const [what, patterns] of all) {
    const any = new RegExp(patterns.map(({ source }) => source).join('|'), patterns[0]?.flags);
    for (const { place, text } of traces)
      if (!found.has(`${what}: ${place}`) && any.test(text)) found.add(`${what}: ${place}`);
  }
  return [...found].sort();
}

/** The words of an AWS request that say what kind of place it writes to; undefined where it only asks. */
function placeOf({ method, path, headers, body }: WireRequest): string | undefined {
  const [, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
  if (/^(Put|Update|Delete)Item$/.test(operation)) {
    const { TableName } = JSON.parse(body.toString()) as { TableName: string };
    return `table ${TableName.replace(/^.*-Data-/, '')}`;
  }
  if (operation === 'PutEvents') return 'event';
  if (method === 'POST' && path.startsWith('/topics/')) return 'message published';
  if (method === 'POST' && /^\/things\/.*\/shadow/.test(path)) return 'shadow';
  if (method === 'PUT' && !path.startsWith('/v1/')) return 'object';
  return undefined;
}

/** Keeps every write that passes by. */
export function watcher() {
  const traces: Trace[] = [];
  const credentials = new Set<string>();
  const accessTokens = new Set<string>();
  const taskTokens = new Set<string>();
  return {
    traces,
    credentials,
    accessTokens,
    taskTokens,
    watch(request: WireRequest): void {
      const place = placeOf(request);
      if (place) traces.push({ place, text: `${request.path} ${request.body.toString('latin1')}` });
      if (request.path === '/v1/sessions')
        credentials.add((JSON.parse(request.body.toString()) as { credential: string }).credential);
      if (/\.SendTask/.test(request.headers['x-amz-target'] ?? ''))
        taskTokens.add((JSON.parse(request.body.toString()) as { taskToken: string }).taskToken);
      const [, bearer] = /^Bearer (.*)$/.exec(request.headers['authorization'] ?? '') ?? [];
      if (bearer) accessTokens.add(bearer);
    },
  };
}

/** The history of every execution there was. */
export async function histories(city: VirtualCity): Promise<Trace[]> {
  const traces: Trace[] = [];
  const { stateMachines = [] } = await city.meanwhile(city.states.send(new ListStateMachinesCommand({})));
  for (const { stateMachineArn, name = '', type } of stateMachines) {
    if (type === 'EXPRESS') continue;
    const place = `history of ${name.replace(/^.*-/, '')}`;
    const listed = city.states.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000 }));
    for (const { executionArn } of (await city.meanwhile(listed)).executions ?? []) {
      let nextToken: string | undefined;
      do {
        const get = new GetExecutionHistoryCommand({ executionArn, includeExecutionData: true, nextToken });
        const page = await city.meanwhile(city.states.send(get));
        traces.push({ place, text: JSON.stringify(page.events) });
        nextToken = page.nextToken;
      } while (nextToken);
    }
  }
  return traces;
}
