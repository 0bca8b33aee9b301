import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../../functions/frontend/contract.ts';
import * as frontendErrors from '../../../functions/frontend/errors.ts';
import * as identityErrors from '../../../functions/identity/errors.ts';
import * as residentErrors from '../../../functions/identity/resident-errors.ts';
import * as orchestrationErrors from '../../../functions/orchestration/errors.ts';
import { Relayed, TokenRefused } from '../../../functions/shared/errors.ts';
import { BodyTooLarge } from '../../../functions/shared/http-handler.ts';
import { problemOf, RequestInvalid } from '../../../functions/shared/problem.ts';

type ErrorClass = new (message: string) => Error;

/** Caught on their way: by the rental's definition, and by the front end, which points to the field at fault. */
const INSIDE = ['RiderNotVouched', 'AddressUnusable'];

describe('problem details', () => {
  it('tell a refusal by its name, for people and for programs', () => {
    const problem = problemOf(new orchestrationErrors.RentalUnknown('There is no such rental.'));

    expect(problem).toEqual({
      type: 'urn:freewheel:problem:rental-unknown',
      title: 'Rental unknown',
      status: 404,
      detail: 'There is no such rental.',
    });
  });

  it('treat a refusal that came from another function as they treat our own', () => {
    const relayed = problemOf(new Relayed('CredentialReplayed', 'Please scan your ID again.'));

    expect(relayed).toEqual(problemOf(new identityErrors.CredentialReplayed('Please scan your ID again.')));
    expect(relayed.status).toBe(409);
  });

  it.each<Error>([
    new Error('the password is swordfish'),
    new TypeError('x.y is undefined'),
    new Relayed('TypeError', 'x.y is undefined'),
    new Relayed('constructor', 'x'),
  ])('say nothing of a fault of ours (%p)', (fault) => {
    const problem = problemOf(fault);

    expect(problem).toMatchObject({ status: 500, type: 'urn:freewheel:problem:internal-fault' });
    expect(JSON.stringify(problem)).not.toContain(fault.message);
  });

  it('point to what is at fault in a request', () => {
    const faults = [{ pointer: '#/bikes', detail: 'must be at least 1' }];

    const problem = problemOf(new RequestInvalid(faults));

    expect(problem).toMatchObject({ status: 422, errors: faults });
    expect(problem.detail).toBe('The request is not valid: #/bikes must be at least 1.');
  });

  it.each([
    ['PaymentMethodMissing', 422],
    ['PaymentDeclined', 402],
    ['BikeUnknown', 404],
    ['ReceiptUnknown', 404],
  ])('tell of %s with %i', (name, status) => {
    expect(problemOf(new Relayed(name, 'why'))).toMatchObject({ status, detail: 'why' });
  });

  it('know every error that can reach a kiosk', () => {
    const modules = [
      frontendErrors,
      identityErrors,
      residentErrors,
      orchestrationErrors,
      { TokenRefused, BodyTooLarge },
    ];
    const classes = modules.flatMap((module) => Object.values(module) as ErrorClass[]);
    const errors = classes.map((Class) => new Class('why')).filter((error) => !INSIDE.includes(error.name));

    const unknown = errors.filter((error) => problemOf(error).status === 500).map((error) => error.name);

    expect(unknown).toEqual([]);
    for (const error of errors) expect(Problem.safeParse(problemOf(error)).success).toBe(true);
  });
});
