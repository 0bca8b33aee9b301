import type { Clock } from '../../../seams/clock.ts';
import { type Random, uuid } from '../../../seams/random.ts';
import type { Store } from '../../store.ts';
import type { Hub } from '../hub.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { Message } from '../message.ts';
import { publishFault } from '../topics.ts';
import { type Action, type Deed, deedOf, readAction, resourceOf } from './action.ts';
import { openQueue } from './durable-queue.ts';
import { type Incoming, select } from './sql-evaluate.ts';
import { parseStatement, type Statement } from './sql-parser.ts';

const SPACE = 'iot/rule-deeds';

/** The only version that is done; the rule must say so, since the default is the older '2015-10-08'. */
const SQL_VERSION = '2016-03-23';

interface Rule {
  name: string;
  statement: Statement;
  actions: Action[];
  errorAction?: Action;
}

/** A deed in the queue, with what the error action must be told should it fail. */
interface Job {
  rule: string;
  deed: Deed;
  origin: { topic: string; clientId?: string; payload: string };
  isErrorAction?: true;
}

export interface TopicRules {
  /** Puts the rule in place of the one that had its name. Throws for what is not done here, naming rule and token. */
  deploy(name: string, payload: unknown): void;
  /** Begins to act, also on what the last run of the host left undone. */
  start(): void;
  stop(): void;
}

export interface TopicRulesOptions {
  hub: Hub;
  store: Store;
  clock: Clock;
  random: Random;
  /** Calls a function on behalf of a rule. */
  invoke: (functionName: string, event: unknown, ruleName: string) => Promise<unknown>;
  /** Throws where a rule may not publish on a topic under the role that it has for that. */
  admitPublish: (topic: string, roleArn: string, ruleName: string) => void;
  log: (line: string) => void;
}

function readRule(name: string, declared: unknown): { rule: Rule; disabled: boolean } {
  const payload = isObject(declared) ? declared : {};
  const { Sql, AwsIotSqlVersion, RuleDisabled, Actions, ErrorAction } = payload;
  try {
    if (AwsIotSqlVersion !== SQL_VERSION) throw new Error(`Its AwsIotSqlVersion must be '${SQL_VERSION}'.`);
    const statement = parseStatement(String(Sql ?? ''));
    const actions = (Array.isArray(Actions) ? Actions : []).map(readAction);
    const errorAction = ErrorAction === undefined ? undefined : readAction(ErrorAction);
    return {
      rule: { name, statement, actions, ...(errorAction && { errorAction }) },
      disabled: String(RuleDisabled) === 'true',
    };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new Error(`The topic rule '${name}' cannot be deployed: ${why}`, { cause: fault });
  }
}

function errorDocument({ rule, deed, origin }: Job, fault: unknown, traceId: string): JsonObject {
  const failure: Json = {
    failedAction: deed.kind === 'lambda' ? 'LambdaAction' : 'RepublishAction',
    failedResource: resourceOf(deed),
    errorMessage: fault instanceof Error ? fault.message : String(fault),
  };
  return {
    ruleName: rule,
    topic: origin.topic,
    cloudwatchTraceId: traceId,
    clientId: origin.clientId ?? 'N/A',
    base64OriginalPayload: origin.payload,
    failures: [failure],
  };
}

/**
 * The rules engine. A message that a rule selects is on disk, once for each action, when the publish that brought
 * it returns; the actions are done afterwards, at least once. They are done in the order of the messages for each
 * action and topic while they succeed. AWS promises no order at all: whoever consumes must not rely on it.
 */
export function openTopicRules(options: TopicRulesOptions): TopicRules {
  const { hub, store, clock, random, invoke, admitPublish, log } = options;
  const rules = new Map<string, { rule: Rule; leave: () => void }>();

  const perform = async ({ deed, rule }: Job): Promise<void> => {
    if (deed.kind === 'lambda') {
      await invoke(deed.functionName, deed.event, rule);
      return;
    }
    const payload = Buffer.from(JSON.stringify(deed.payload));
    const fault = publishFault(deed.topic, payload);
    if (fault) throw new Error(`The rule '${rule}' cannot republish. ${fault}`);
    admitPublish(deed.topic, deed.roleArn, rule);
    hub.publish({ topic: deed.topic, payload, qos: deed.qos, retain: false });
  };

  const giveUp = (job: Job, fault: unknown): void => {
    log(`IoT: the rule '${job.rule}' gave up on ${resourceOf(job.deed)} for a message on '${job.origin.topic}'.`);
    const errorAction = rules.get(job.rule)?.rule.errorAction;
    if (!errorAction || job.isErrorAction) return;
    const document = errorDocument(job, fault, uuid(random));
    const deed = deedOf(errorAction, document, incomingOf(job.origin.topic, document, job.origin.clientId));
    queue.add(`${job.rule} error ${job.origin.topic}`, { ...job, deed, isErrorAction: true });
  };

  const queue = openQueue<Job>({ store, space: SPACE, clock, work: perform, onGivenUp: giveUp });

  const incomingOf = (topic: string, payload: JsonObject, clientId?: string): Incoming => ({
    payload,
    topic,
    now: clock.now(),
    newUuid: () => uuid(random),
    ...(clientId !== undefined && { clientId }),
  });

  const run = (rule: Rule, { topic, payload, clientId }: Message): void => {
    const document = parseJson(payload);
    if (!isObject(document)) {
      log(`IoT: the rule '${rule.name}' passed over a message on '${topic}' whose payload is no JSON object.`);
      return;
    }
    const incoming = incomingOf(topic, document, clientId);
    const selected = select(rule.statement, incoming);
    if (!selected) return;
    const origin = { topic, payload: payload.toString('base64'), ...(clientId !== undefined && { clientId }) };
    for (const [at, action] of rule.actions.entries()) {
      const deed = deedOf(action, selected, incoming);
      queue.add(`${rule.name} ${at} ${topic}`, { rule: rule.name, deed, origin });
    }
  };

  return {
    deploy(name, payload) {
      const { rule, disabled } = readRule(name, payload);
      rules.get(name)?.leave();
      const listen = () => hub.subscribe(rule.statement.filter, (message) => run(rule, message));
      rules.set(name, { rule, leave: disabled ? () => undefined : listen() });
    },
    start: () => queue.start(),
    stop: () => queue.stop(),
  };
}
