import { NamedError } from '../shared/errors.ts';

export class CaseUnknown extends NamedError {
  override readonly name = 'CaseUnknown';
}

/** Nothing more is to be done about it. The same trouble, should it come again, opens it anew. */
export class CaseClosed extends NamedError {
  override readonly name = 'CaseClosed';
}

/** There is no workflow to redrive, or Step Functions does not let it go on: the message gives its reason. */
export class RedriveRefused extends NamedError {
  override readonly name = 'RedriveRefused';
}

/** The workflow goes on at this moment: what became of it must be known before its case can be closed. */
export class CaseUnderWay extends NamedError {
  override readonly name = 'CaseUnderWay';
}

/** The request's id was used for something else before. Nothing was done. */
export class ActionConflict extends NamedError {
  override readonly name = 'ActionConflict';
}
