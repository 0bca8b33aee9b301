import { NamedError } from '../shared/errors.ts';

/** The body is no JSON, or its structure is beyond what any request needs. */
export class RequestMalformed extends NamedError {
  override readonly name = 'RequestMalformed';
}

/** The body is of another media type than the route takes. */
export class ContentTypeUnsupported extends NamedError {
  override readonly name = 'ContentTypeUnsupported';
}

/** The route was reached without the authoriser's word on who is calling. */
export class KioskUnidentified extends NamedError {
  override readonly name = 'KioskUnidentified';
}

/** The route was reached without the authoriser's word on which person is calling. */
export class PersonUnidentified extends NamedError {
  override readonly name = 'PersonUnidentified';
}

/** The person is in none of the groups that may do this. */
export class RoleMissing extends NamedError {
  override readonly name = 'RoleMissing';
}

/** There can be no station of such an id. */
export class StationUnknown extends NamedError {
  override readonly name = 'StationUnknown';
}

/** There can be no photo of such an id. */
export class PhotoUnknown extends NamedError {
  override readonly name = 'PhotoUnknown';
}

/** There can be no work order of such an id. */
export class WorkOrderUnknown extends NamedError {
  override readonly name = 'WorkOrderUnknown';
}

/** There is no kiosk of such an id. To a kiosk that names itself so, it would be `KioskUnknown`. */
export class KioskNotFound extends NamedError {
  override readonly name = 'KioskNotFound';
}

/** There can be no resident of such an id. */
export class ResidentUnknown extends NamedError {
  override readonly name = 'ResidentUnknown';
}

/** There can be no rental of such an id. */
export class RentalUnknown extends NamedError {
  override readonly name = 'RentalUnknown';
}

/** The rental has no receipt, or none yet. */
export class ReceiptUnknown extends NamedError {
  override readonly name = 'ReceiptUnknown';
}

/** There can be no bike of such an id. */
export class BikeUnknown extends NamedError {
  override readonly name = 'BikeUnknown';
}
