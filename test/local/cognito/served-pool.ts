import type { Login } from '../../../laptop/newcomer.ts';
import { cognitoModule } from '../../../local/cognito/module.ts';
import type { HostContext } from '../../../local/module.ts';
import { type Answer, listen } from '../../../local/wire/server.ts';
import { systemClock } from '../../../seams/clock.ts';
import { deploy, hostContext } from '../serve.ts';

export const POOL = {
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  MfaConfiguration: 'OPTIONAL',
  Policies: { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true } },
};
export const CLIENT = {
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email'],
  CallbackURLs: ['http://localhost:8080/residents/'],
  LogoutURLs: ['http://localhost:8080/residents/'],
  AccessTokenValidity: 15,
  IdTokenValidity: 15,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
};

/** A user pool with the groups mechanics and operators, served at an address of its own. */
export async function servePool(changes: Partial<HostContext> = {}, port = 0, properties: object = POOL) {
  const logged: string[] = [];
  let answer: Answer = () => undefined;
  const server = await listen({
    port,
    portVariable: 'PORT',
    answer: (request, response) => answer(request, response),
    clock: systemClock,
  });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const module = cognitoModule(hostContext({ log: (line) => void logged.push(line), ...changes }), { endpoint });
  answer = module.people;
  const pool = await deploy(module, 'AWS::Cognito::UserPool', 'Pool', { ...properties });
  const client = await deploy(module, 'AWS::Cognito::UserPoolClient', 'Client', { UserPoolId: pool.ref, ...CLIENT });
  for (const GroupName of ['mechanics', 'operators']) {
    await deploy(module, 'AWS::Cognito::UserPoolGroup', GroupName, { UserPoolId: pool.ref, GroupName });
  }
  const redirectUri = `${endpoint}/residents/`;
  const login: Login = { issuer: `${endpoint}/oidc`, clientId: client.ref, redirectUri };
  const admin = async (operation: string, input: object) => {
    const response = await module.services['cognito-idp']?.(
      {
        method: 'POST',
        path: '/',
        query: '',
        headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
        body: Buffer.from(JSON.stringify({ UserPoolId: pool.ref, ...input })),
      },
      { kind: 'operator', name: 'operator' },
    );
    return { status: response?.status, body: JSON.parse(String(response?.body)) };
  };
  return { module, login, logged, admin, port: server.port, close: () => server.close() };
}
