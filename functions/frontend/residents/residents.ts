import {
  type AddHouseholdMember,
  HeldResident,
  Invitation,
  type ListReviews,
  type OwnResident,
  type RegisterResident,
  ResidentDeleted,
  type ReviewResident,
  ReviewsListed,
} from '../../identity/contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of identity behind the HTTP API. Their refusals come under their own names. */
export interface Residents {
  registerResident(command: RegisterResident): Promise<HeldResident>;
  readResident(command: OwnResident): Promise<HeldResident>;
  deleteResident(command: OwnResident): Promise<ResidentDeleted>;
  inviteHouseholdMember(command: OwnResident): Promise<Invitation>;
  addHouseholdMember(command: AddHouseholdMember): Promise<HeldResident>;
  removeHouseholdMember(command: OwnResident): Promise<HeldResident>;
  listReviews(command: ListReviews): Promise<ReviewsListed>;
  reviewResident(command: ReviewResident): Promise<HeldResident>;
}

export function lambdaResidents(names: Record<keyof Residents, string>, call = lambdaCaller()): Residents {
  return {
    registerResident: call<RegisterResident, HeldResident>(names.registerResident, HeldResident),
    readResident: call<OwnResident, HeldResident>(names.readResident, HeldResident),
    deleteResident: call<OwnResident, ResidentDeleted>(names.deleteResident, ResidentDeleted),
    inviteHouseholdMember: call<OwnResident, Invitation>(names.inviteHouseholdMember, Invitation),
    addHouseholdMember: call<AddHouseholdMember, HeldResident>(names.addHouseholdMember, HeldResident),
    removeHouseholdMember: call<OwnResident, HeldResident>(names.removeHouseholdMember, HeldResident),
    listReviews: call<ListReviews, ReviewsListed>(names.listReviews, ReviewsListed),
    reviewResident: call<ReviewResident, HeldResident>(names.reviewResident, HeldResident),
  };
}
