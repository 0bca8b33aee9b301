import { pickOutputs } from '../cities/outputs.ts';
import { joinAs, type Login, signInAs } from './newcomer.ts';
import type { OpenCity } from './open-city.ts';

/** Where the people of a city sign in, to one of its pages. */
export function peopleOf({ city, host, address }: OpenCity, page = 'residents'): Login {
  const names = ['PeopleIssuer', 'PeopleClientId'] as const;
  const { PeopleIssuer: issuer, PeopleClientId: clientId } = pickOutputs(host.outputs, city.id, 'dev', names);
  return { issuer, clientId, redirectUri: `${address}/${page}/` };
}

/** What an administrator does: puts somebody into a group of the user pool. */
export async function joinGroup({ city, host }: OpenCity, email: string, group: string): Promise<void> {
  const { PeoplePoolId } = pickOutputs(host.outputs, city.id, 'dev', ['PeoplePoolId']);
  const input = { UserPoolId: PeoplePoolId, Username: email, GroupName: group };
  const answer = await host.call(
    'cognito-idp',
    {
      method: 'POST',
      path: '/',
      query: '',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminAddUserToGroup' },
      body: Buffer.from(JSON.stringify(input)),
    },
    { kind: 'operator', name: 'administrator' },
  );
  if (answer.status !== 200) throw new Error(`Nobody was put into ${group}: ${String(answer.body)}`);
}

/** Asks the HTTP API in the name of whoever holds the token; gives its answer. @throws Error with the API's own words */
export type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

export function askingAs({ address }: OpenCity, accessToken: string): Ask {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${address}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

/** Somebody of the staff: makes an account, is put into the group, and signs in. */
export async function joinStaff(city: OpenCity, email: string, group: 'mechanics' | 'operators'): Promise<Ask> {
  const login = peopleOf(city, 'ops');
  await joinAs(login, email);
  await joinGroup(city, email, group);
  return askingAs(city, (await signInAs(login, email)).access_token);
}
