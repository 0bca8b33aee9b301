import { content, FROM_PEOPLE, problems, type Refusal } from './words.ts';

/** What is done with a resident and answers all that is held of them. */
export const residentOperation = (operationId: string, summary: string, statuses: Refusal[]) => ({
  operationId,
  summary,
  ...FROM_PEOPLE,
  responses: {
    200: { description: 'All that is held of them.', content: content('HeldResident') },
    ...problems(401, 500, 503, ...statuses),
  },
});

const readResident = residentOperation('readResident', 'Everything that is held of who is signed in', [404]);

const registerResident = {
  ...residentOperation('registerResident', 'Registers who is signed in as a resident', [400, 409, 413, 415, 422]),
  requestBody: { required: true, content: content('Registration') },
};

const deleteResident = {
  operationId: 'deleteResident',
  summary: 'Deletes everything that is held of who is signed in; the next scan of their licence finds nothing',
  ...FROM_PEOPLE,
  responses: { 204: { description: 'Nothing is held any more.' }, ...problems(401, 500, 503) },
};

const joinHousehold = {
  ...residentOperation(
    'joinHousehold',
    'Comes into the household that has given a code',
    [400, 403, 404, 409, 413, 415, 422],
  ),
  requestBody: { required: true, content: content('HouseholdCode') },
};

const leaveHousehold = residentOperation('leaveHousehold', 'Leaves the household', [404]);

const inviteHouseholdMember = {
  operationId: 'inviteHouseholdMember',
  summary: 'Makes a code that lets one person more into the household, which is founded where there is none',
  ...FROM_PEOPLE,
  responses: {
    201: { description: 'The code, good for a week and for one person.', content: content('Invitation') },
    ...problems(401, 403, 404, 500, 503),
  },
};

/** What residents call. */
export const residentPaths = {
  '/v1/residents/me': { get: readResident, put: registerResident, delete: deleteResident },
  '/v1/residents/me/household': { put: joinHousehold, delete: leaveHousehold },
  '/v1/residents/me/household/invitations': { post: inviteHouseholdMember },
};
