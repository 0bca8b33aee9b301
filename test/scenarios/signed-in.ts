import type { Login } from '../../laptop/newcomer.ts';
import type { TestCity } from './city.ts';

const outputsOf = (city: TestCity) => city.host.outputs[`Freewheel-${city.city.id}-dev-Edge`] ?? {};

/** Where the people of a city sign in. */
export function peopleOf(city: TestCity): Login {
  const { PeopleIssuer: issuer = '', PeopleClientId: clientId = '' } = outputsOf(city);
  return { issuer, clientId, redirectUri: `${city.address}/residents/` };
}

/** What an administrator does: puts somebody into a group of the user pool. */
export async function joinGroup(city: TestCity, email: string, group: string): Promise<void> {
  const input = { UserPoolId: outputsOf(city)['PeoplePoolId'], Username: email, GroupName: group };
  const answer = await city.host.call(
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
