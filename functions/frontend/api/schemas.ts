import * as z from 'zod/mini';
import { DamageRecorded } from '../../bikes/contract.ts';
import { Alert, AlertsListed } from '../../bikes/feed-contract.ts';
import { BikeChanged } from '../../bikes/fleet-contract.ts';
import { KioskBooted, KioskModeChanged, KiosksListed } from '../../bikes/kiosk-contract.ts';
import { PhotosListed, PhotoViewed, UploadGranted, UploadRequest } from '../../bikes/photo-contract.ts';
import { NearestFound } from '../../bikes/stations-contract.ts';
import { HeldResident, Invitation, Registration, ReviewsListed } from '../../identity/contract.ts';
import { Action, ActionsListed } from '../../operations/action-contract.ts';
import { Case, CasesListed } from '../../operations/contract.ts';
import { IssuedToken, OpenedSession, StartedRental } from '../../orchestration/contract.ts';
import { Receipt } from '../../payments/contract.ts';
import { MovesListed } from '../../rebalancing/contract.ts';
import { WorkOrder, WorkOrdersListed } from '../../workshop/contract.ts';
import { ActionRequest } from '../action-contract.ts';
import {
  AlertToClear,
  AlertToSet,
  CaseToClose,
  CaseToRedrive,
  DamageReport,
  DropOff,
  HouseholdCode,
  KioskBoot,
  KioskModeRequest,
  PartsToAdd,
  PhotoGranted,
  PhotoToAdd,
  PhotoToView,
  PickUp,
  Problem,
  RentalRequest,
  RentalResource,
  ReservationMade,
  ReservationRequest,
  ReviewDecision,
  SessionRequest,
  WorkToFinish,
  WorkToInspect,
  WorkToStart,
} from '../contract.ts';

export type Json = Record<string, unknown>;

/** Leaves out what zod adds and no reader needs: the bounds of JavaScript's integers, dates as a pattern too. */
function tidy({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** In the dialect that OpenAPI 3.1 builds on (JSON Schema 2020-12), which need not be named in each schema. */
export function jsonSchema(schema: z.core.$ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', override: tidy });
  return json;
}

const TokenRequest = z.object({
  grant_type: z.literal('urn:ietf:params:oauth:grant-type:jwt-bearer'),
  assertion: z.string(),
});
const TokenRefusal = z.object({
  error: z.enum(['invalid_request', 'invalid_client', 'invalid_grant', 'unsupported_grant_type']),
  error_description: z.string(),
});
const KeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string(), use: z.enum(['sig', 'enc']) })) });

const schemas = {
  SessionRequest,
  OpenedSession,
  RentalRequest,
  StartedRental,
  RentalResource,
  ReservationRequest,
  ReservationMade,
  Receipt,
  DamageReport,
  DamageRecorded,
  UploadRequest,
  UploadGranted,
  PhotosListed,
  PhotoToView,
  PhotoViewed,
  NearestFound,
  KioskBoot,
  KioskBooted,
  KiosksListed,
  KioskModeRequest,
  KioskModeChanged,
  Registration,
  HeldResident,
  Invitation,
  HouseholdCode,
  ReviewsListed,
  ReviewDecision,
  Case,
  CasesListed,
  CaseToRedrive,
  CaseToClose,
  Alert,
  AlertsListed,
  AlertToSet,
  AlertToClear,
  MovesListed,
  PickUp,
  DropOff,
  BikeChanged,
  Action,
  ActionRequest,
  ActionsListed,
  WorkOrder,
  WorkOrdersListed,
  WorkToStart,
  PhotoToAdd,
  PhotoGranted,
  PartsToAdd,
  WorkToFinish,
  WorkToInspect,
  TokenRequest,
  IssuedToken,
  TokenRefusal,
  KeySet,
  Problem,
};

export type SchemaName = keyof typeof schemas;

/** All of them by their names, as a description holds them. */
export function jsonSchemas(): Json {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema)]));
}
