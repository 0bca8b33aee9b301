import type { Caller } from '../../wire/contract.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import type { Json, JsonObject } from '../json.ts';
import { asText } from './optimised.ts';
import { type Call, callJson, metadataOf, requestIdOf, ServiceFault, SQS } from './service-call.ts';

/** `sqs:sendMessage`: the message may be written as JSON, and is sent as its text (AWS, "Send messages to SQS"). */
export async function sendMessage(call: Call, input: JsonObject, caller: Caller): Promise<TaskAnswer> {
  const request = { ...input, MessageBody: asText(input['MessageBody']) };
  const { output, response } = await callJson(call, SQS, 'SendMessage', request, caller);
  return { kind: 'succeeded', output: { ...output, ...metadataOf(response) } };
}

const text = (value: Json | undefined): string => (typeof value === 'object' ? asText(value) : String(value));

const ENTITIES: Record<string, string> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' };

/** XML's text as it was before it was escaped. */
function unescaped(xml: string): string {
  return xml.replace(/&(?:#(\d+)|(\w+));/g, (found, code: string | undefined, name: string) =>
    code === undefined ? (ENTITIES[name] ?? found) : String.fromCodePoint(Number(code)),
  );
}

/** `sns:publish`, by the Query protocol, in which SNS answers XML (AWS, "Publish messages to SNS"). */
export async function publish(call: Call, input: JsonObject, caller: Caller): Promise<TaskAnswer> {
  const members = Object.entries(input).filter(([name]) => name !== 'MessageAttributes');
  const form = new URLSearchParams([
    ['Action', 'Publish'],
    ['Version', '2010-03-31'],
    ...members.map(([name, value]): [string, string] => [name, text(value)]),
  ]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = Buffer.from(form.toString());
  const response = await call('sns', { method: 'POST', path: '/', query: '', headers, body }, caller);
  const answer = response.body.toString();
  const element = (name: string) => unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer)?.[1] ?? '');
  if (response.status >= 300) {
    const exchange = { status: response.status, requestId: requestIdOf(response) };
    throw new ServiceFault(element('Code'), element('Message'), exchange);
  }
  return { kind: 'succeeded', output: { MessageId: element('MessageId'), ...metadataOf(response) } };
}
