import { uuid } from '../../seams/random.ts';
import type { HostContext, HostModule } from '../module.ts';
import { type Caller, type Service, ServiceError, type WireRequest, type WireResponse } from '../wire/contract.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

function escapeXml(text: string): string {
  return text.replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function xml(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

/** The parameters of a Query request: a form in the body of a POST, or the query of a GET. */
function parameters({ method, query, body }: WireRequest): URLSearchParams {
  return new URLSearchParams(method === 'GET' ? query : body.toString());
}

interface Identity {
  arn: string;
  userId: string;
}

/** As AWS writes them: the account's root for the operator, a session of the role, named after the caller, else. */
function identityOf({ name, roleArn }: Caller, account: string): Identity {
  if (roleArn === undefined) return { arn: `arn:aws:iam::${account}:root`, userId: account };
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`, userId: `AROA${role.toUpperCase()}:${name}` };
}

function callerIdentity(caller: Caller, account: string): string {
  const { arn, userId } = identityOf(caller, account);
  const told = `<Arn>${escapeXml(arn)}</Arn><UserId>${escapeXml(userId)}</UserId><Account>${account}</Account>`;
  return `<GetCallerIdentityResult>${told}</GetCallerIdentityResult>`;
}

function run(action: string, caller: Caller, account: string): string {
  if (action === 'GetCallerIdentity') return callerIdentity(caller, account);
  if (action.startsWith('AssumeRole')) {
    const message = 'The embedded host gives out no sessions: functions and state machines have their roles from it.';
    throw new ServiceError('AccessDenied', message, 403);
  }
  throw new ServiceError('InvalidAction', `The embedded host's sts does not do '${action}'.`);
}

/** STS: tells callers who they are, and nothing more. */
export function stsModule({ account, random }: HostContext): HostModule {
  const sts: Service = async (request, caller) => {
    const requestId = uuid(random);
    const action = parameters(request).get('Action') ?? '';
    try {
      const result = run(action, caller, account);
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      return xml(200, `<${action}Response xmlns="${NAMESPACE}">${result}${metadata}</${action}Response>`);
    } catch (fault) {
      if (!(fault instanceof ServiceError)) throw fault;
      const told = `<Type>Sender</Type><Code>${fault.code}</Code><Message>${escapeXml(fault.message)}</Message>`;
      const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error>${told}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return xml(fault.status, body);
    }
  };
  return { services: { sts }, kinds: {} };
}
