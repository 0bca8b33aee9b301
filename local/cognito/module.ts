import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeployedResource, HostContext, HostModule, ResourceKind } from '../module.ts';
import { jsonService } from '../wire/json-service.ts';
import { openAccounts } from './accounts.ts';
import { adminOperations } from './admin-operations.ts';
import { interactions, pageHeaders, pagePolicy } from './interactions.ts';
import { openOutbox } from './outbox.ts';
import { errorPage, outboxPage, STYLE } from './pages.ts';
import { idOf, type Pool, readClient, readPool } from './pool.ts';
import { openResets } from './resets.ts';
import { publicHalf, type SigningKey, signingKey } from './signing-key.ts';

export interface CognitoModule extends HostModule {
  /** Serves OpenID Connect and its pages; requests come with their full path, below `PEOPLE_PATH`. */
  people(request: IncomingMessage, response: ServerResponse): void;
  /** The keys with which an issuer's tokens are signed (RFC 7517); undefined for an issuer that is not ours. */
  keysOf(issuer: string): Promise<{ keys: SigningKey[] } | undefined>;
}

/** Where people sign in, at the host's address. */
const PEOPLE_PATH = '/oidc/';
const MOUNT = '/oidc';

/** @param endpoint the address at which the host serves people: its issuer lies below it */
export function cognitoModule(context: HostContext, { endpoint }: { endpoint: string }): CognitoModule {
  const { store, random, region, account, log } = context;
  const issuer = `${endpoint}${MOUNT}`;
  const outbox = openOutbox(context);
  const accounts = openAccounts({ ...context, outbox });
  const resets = openResets({ ...context, accounts, outbox });
  const pools = new Map<string, Pool>();
  let key: Promise<SigningKey> | undefined;
  const signing = () => {
    key ??= signingKey(store, random);
    return key;
  };

  const thePool = (): Pool => {
    const [pool] = pools.values();
    if (!pool) throw new Error('The template has no user pool.');
    return pool;
  };
  const poolOf = ({ properties }: DeployedResource): Pool => {
    const pool = pools.get(String(properties['UserPoolId']));
    if (!pool) throw new Error(`The template has no user pool '${properties['UserPoolId']}'.`);
    return pool;
  };

  /** Made when the first person comes: most tests and simulations have nobody who signs in. */
  const open = async () => {
    const { createProvider } = await import('./provider.ts');
    const provider = createProvider({ issuer, pool: thePool(), accounts, key: await signing() }, context);
    provider.on('server_error', (_, fault) => log(`cognito: ${fault.stack ?? fault.message}`));
    const answer = provider.callback();
    return { answer, interact: interactions(provider, { accounts, resets, pool: thePool() }) };
  };
  let opened: ReturnType<typeof open> | undefined;

  const serve = async (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
    const path = (request.url ?? '').split('?')[0]?.slice(PEOPLE_PATH.length) ?? '';
    const show = (html: string) => void response.writeHead(200, pageHeaders(thePool())).end(html);
    if (path === 'style.css') return void response.writeHead(200, { 'content-type': 'text/css' }).end(STYLE);
    if (path === 'outbox') return show(outboxPage(outbox.letters()));
    opened ??= open();
    const { answer, interact } = await opened;
    if (path.startsWith('interaction/')) return interact(path.slice('interaction/'.length), request, response);
    // As Express does for what it mounts: the provider tells its own addresses by the difference of the two.
    request.originalUrl = request.url ?? '';
    request.url = request.originalUrl.slice(MOUNT.length);
    // The provider writes a page of its own: a form that asks whether to sign out, which nothing else may forbid.
    response.setHeader('content-security-policy', pagePolicy(thePool()));
    return answer(request, response);
  };

  const poolKind: ResourceKind = {
    identify: (resource) => {
      const id = `${region}_${idOf(resource, 9)}`;
      const arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
      const name = issuer.replace(/^https?:\/\//, '');
      return { ref: id, attributes: { UserPoolId: id, Arn: arn, ProviderName: name, ProviderURL: issuer } };
    },
    deploy: (resource) => {
      if (pools.size > 0) throw new Error('the embedded host serves one user pool, and the template has another');
      pools.set(resource.ref, readPool(resource));
    },
  };
  const operations = adminOperations(thePool, () => accounts);
  const onFault = (fault: unknown) => log(`cognito: ${fault instanceof Error ? fault.stack : fault}`);
  return {
    services: { 'cognito-idp': jsonService('cognito-idp', '1.1', operations, onFault) },
    kinds: {
      'AWS::Cognito::UserPool': poolKind,
      'AWS::Cognito::UserPoolClient': {
        identify: (resource) => {
          const id = idOf(resource, 26);
          return { ref: id, attributes: { ClientId: id } };
        },
        deploy: (resource) => void poolOf(resource).clients.set(resource.ref, readClient(resource, endpoint)),
      },
      'AWS::Cognito::UserPoolGroup': {
        identify: ({ declared }) => ({ ref: String(declared['GroupName']), attributes: {} }),
        deploy: (resource) => void poolOf(resource).groups.add(String(resource.properties['GroupName'])),
      },
      // People sign in at the host's own address, whatever the domain in the cloud is called.
      'AWS::Cognito::UserPoolDomain': {
        identify: ({ physicalName }) => ({ ref: physicalName, attributes: {} }),
        deploy: (resource) => void poolOf(resource),
      },
    },
    people: (request, response) => {
      serve(request, response).catch((fault: unknown) => {
        onFault(fault);
        if (response.headersSent) return void response.destroy();
        response.writeHead(500, pageHeaders(thePool())).end(errorPage('Something went wrong on our side.'));
      });
    },
    keysOf: async (asked) => (asked === issuer ? { keys: [publicHalf(await signing())] } : undefined),
  };
}
