import {
  type GrantWorkPhoto,
  type ListPhotos,
  PhotosListed,
  PhotoViewed,
  UploadGranted,
  type ViewPhoto,
} from '../bikes/photo-contract.ts';
import { lambdaCaller } from './services.ts';

/** The functions of bikes that are about photos, for people. Their refusals come under their own names. */
export interface Photos {
  grantWorkPhoto(command: GrantWorkPhoto): Promise<UploadGranted>;
  viewPhoto(command: ViewPhoto): Promise<PhotoViewed>;
  listPhotos(command: ListPhotos): Promise<PhotosListed>;
}

// One by one, by name or ARN: a route that asks one of them does not carry the answers of the others.

export const workPhotoGrants = (name: string, call = lambdaCaller()): Pick<Photos, 'grantWorkPhoto'> => ({
  grantWorkPhoto: call<GrantWorkPhoto, UploadGranted>(name, UploadGranted),
});

export const photoViews = (name: string, call = lambdaCaller()): Pick<Photos, 'viewPhoto'> => ({
  viewPhoto: call<ViewPhoto, PhotoViewed>(name, PhotoViewed),
});

export const photoLists = (name: string, call = lambdaCaller()): Pick<Photos, 'listPhotos'> => ({
  listPhotos: call<ListPhotos, PhotosListed>(name, PhotosListed),
});
