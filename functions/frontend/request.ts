import type * as z from 'zod/mini';
import { PhotoId, RentalId } from '../shared/fields.ts';
import type { HttpRequest, Person } from '../shared/http-handler.ts';
import { type Fault, RequestInvalid } from '../shared/problem.ts';
import { RepairId } from '../workshop/contract.ts';
import { GROUPS } from './contract.ts';
import {
  ContentTypeUnsupported,
  KioskUnidentified,
  PersonUnidentified,
  PhotoUnknown,
  RentalUnknown,
  RequestMalformed,
  RoleMissing,
  WorkOrderUnknown,
} from './errors.ts';
import { structuralFault } from './json-limits.ts';

type Issue = z.core.$ZodIssue;

/** A JSON Pointer (RFC 6901) as a URI fragment, as RFC 9457 shows it: `#/bikes`. */
function pointer(path: PropertyKey[]): string {
  const tokens = path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
  // A name may hold half of a surrogate pair, which no URI can.
  return `#${tokens.map((token) => `/${encodeURIComponent(token.toWellFormed())}`).join('')}`;
}

function valueAt(body: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | null)?.[part], body);
}

/** The contracts' checks bring their own words; what zod finds by itself needs some. */
function faultsOf(issue: Issue, body: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), detail: 'is not known here' }));
  const at = pointer(issue.path);
  if (valueAt(body, issue.path) === undefined) return [{ pointer: at, detail: 'is missing' }];
  if (issue.code !== 'invalid_type') return [{ pointer: at, detail: issue.message }];
  const says = issue.message.startsWith('must') ? issue.message : `must be of type ${issue.expected}`;
  return [{ pointer: at, detail: says }];
}

/** @throws RequestMalformed */
function parse(body: string): unknown {
  let fault: string | undefined;
  try {
    fault = structuralFault(body);
    if (!fault) return JSON.parse(body);
  } catch {
    fault = 'The body is not JSON.';
  }
  throw new RequestMalformed(fault);
}

/**
 * The request's body, read as JSON and held against the contract.
 *
 * @throws ContentTypeUnsupported, RequestMalformed, RequestInvalid with a pointer to each fault
 */
export function jsonBody<Body>({ headers, body }: HttpRequest, schema: z.ZodMiniType<Body>): Body {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    throw new ContentTypeUnsupported('The body must be of type application/json.');
  const parsed = parse(body);
  const result = schema.safeParse(parsed);
  if (!result.success) throw new RequestInvalid(result.error.issues.flatMap((issue) => faultsOf(issue, parsed)));
  return result.data;
}

/** The kiosk that is calling, by the authoriser's word and nobody else's. */
export function callingKiosk({ kioskId }: HttpRequest): string {
  if (!kioskId) throw new KioskUnidentified('This needs a kiosk access token. Get one at POST /v1/token.');
  return kioskId;
}

/**
 * The person who is calling, by the authoriser's word and nobody else's. Anyone who has signed in counts as a resident.
 *
 * @throws PersonUnidentified
 */
export function callingPerson({ person }: HttpRequest): Person {
  if (!person) throw new PersonUnidentified('This needs somebody who has signed in.');
  return person;
}

/**
 * The mechanic who is calling: the subject of their token.
 *
 * @throws PersonUnidentified, RoleMissing
 */
export function callingMechanic(request: HttpRequest): string {
  const { sub, groups } = callingPerson(request);
  if (!groups.includes(GROUPS.mechanic)) throw new RoleMissing('This is for mechanics of the city alone.');
  return sub;
}

/**
 * Whoever may look at repairs and inspect them: a mechanic, or an operator. The subject of their token, and as which of
 * them they are written down.
 *
 * @throws PersonUnidentified, RoleMissing
 */
export function callingInspector(request: HttpRequest): { sub: string; by: string } {
  const { sub, groups } = callingPerson(request);
  if (groups.includes(GROUPS.mechanic)) return { sub, by: `mechanic/${sub}` };
  if (groups.includes(GROUPS.operator)) return { sub, by: `operator/${sub}` };
  throw new RoleMissing('This is for mechanics and operators of the city alone.');
}

/**
 * The id in the path of the work order that is asked for.
 *
 * @throws WorkOrderUnknown where there can be none of such an id
 */
export function repairIdAsked({ parameters }: HttpRequest): string {
  const { data } = RepairId.safeParse(parameters['repairId']);
  if (!data) throw new WorkOrderUnknown('There is no such work order: its id cannot be one.');
  return data;
}

/**
 * The id in the path of the photo that is asked for.
 *
 * @throws PhotoUnknown where there can be none of such an id
 */
export function photoIdAsked({ parameters }: HttpRequest): string {
  const { data } = PhotoId.safeParse(parameters['photoId']);
  if (!data) throw new PhotoUnknown('There is no such photo: its id cannot be one.');
  return data;
}

/**
 * The operator who is calling: the subject of their token, by which the user pool knows them for good.
 *
 * @throws PersonUnidentified, RoleMissing
 */
export function callingOperator(request: HttpRequest): string {
  const { sub, groups } = callingPerson(request);
  if (!groups.includes(GROUPS.operator)) throw new RoleMissing('This is for operators of the city alone.');
  return sub;
}

/** The rental's id in the path; undefined where it cannot be one. */
export function rentalIdIn({ parameters }: HttpRequest): string | undefined {
  return RentalId.safeParse(parameters['rentalId']).data;
}

/**
 * The id in the path of the rental that is asked for.
 *
 * @throws RentalUnknown where there can be none of such an id
 */
export function rentalIdAsked(request: HttpRequest): string {
  const rentalId = rentalIdIn(request);
  if (!rentalId) throw new RentalUnknown('There is no such rental: its id is no UUID in lower case.');
  return rentalId;
}
