import { NamedError } from '../shared/errors.ts';

/** Nobody of this name has registered. */
export class ResidentUnknown extends NamedError {
  override readonly name = 'ResidentUnknown';
}

/** They have registered, with another licence or from another address. */
export class ResidentRegistered extends NamedError {
  override readonly name = 'ResidentRegistered';
}

/** The licence is in the city's register, or registered by somebody else. */
export class DocumentTaken extends NamedError {
  override readonly name = 'DocumentTaken';
}

/** Nobody can live at the address: it is a post box, or has no number or no street. */
export class AddressUnusable extends NamedError {
  override readonly name = 'AddressUnusable';
}

/** A household is for those who ride as residents. */
export class ResidentInactive extends NamedError {
  override readonly name = 'ResidentInactive';
}

/** There is nothing to decide of this resident any more, or not in this way. */
export class ReviewClosed extends NamedError {
  override readonly name = 'ReviewClosed';
}

/** No such code is good: it was used, or is too old, or never was. */
export class InvitationInvalid extends NamedError {
  override readonly name = 'InvitationInvalid';
}

/** The person is in another household. */
export class HouseholdElsewhere extends NamedError {
  override readonly name = 'HouseholdElsewhere';
}

/** The household has as many members as one may have. */
export class HouseholdFull extends NamedError {
  override readonly name = 'HouseholdFull';
}
