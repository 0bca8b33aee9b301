import type { Feed } from './feed.ts';
import type { Rule } from './rules.ts';

/** Ids that are there more than once. */
export function repeated(ids: string[]): string[] {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  return [...twice];
}

type Text = { text: string; language: string };
const isText = (item: unknown): item is Text =>
  typeof item === 'object' && item !== null && 'text' in item && 'language' in item;

/** Every text that is told in several languages, wherever it stands: a list of `{text, language}`. */
function* textsIn(value: unknown, path: string): Generator<{ path: string; languages: string[] }> {
  if (typeof value !== 'object' || value === null) return;
  const items = Object.entries(value);
  if (items.length > 0 && items.every(([, item]) => isText(item)))
    yield { path, languages: items.map(([, { language }]) => language) };
  else for (const [key, inner] of items) yield* textsIn(inner, `${path}.${key}`);
}

/** What operators have written is in the languages that they have. */
function everyLanguage({ system_alerts: _, ...feed }: Feed): string[] {
  const { languages } = feed.system_information.data;
  return [...textsIn(feed, 'feed')]
    .filter(({ languages: told }) => [...told].sort().join() !== [...languages].sort().join())
    .map(
      ({ path, languages: told }) => `${path} is told in ${told.join(', ')}; the system's are ${languages.join(', ')}.`,
    );
}

function timeZoneKnown({ system_information: { data } }: Feed): string[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: data.timezone });
    return [];
  } catch {
    return [`There is no time zone ${data.timezone}.`];
  }
}

/** Required once plans exist (GBFS 3.0, vehicle_types: "default_pricing_plan_id"). */
function plansResolve({ vehicle_types: types, system_pricing_plans: { data } }: Feed): string[] {
  const plans = new Set(data.plans.map(({ plan_id: id }) => id));
  return types.data.vehicle_types.flatMap(
    ({ vehicle_type_id: type, default_pricing_plan_id: usual, pricing_plan_ids: all = [] }) => [
      ...(plans.size === 0 || usual !== undefined ? [] : [`The type ${type} has no default plan.`]),
      ...[...all, ...(usual === undefined ? [] : [usual])]
        .filter((id) => !plans.has(id))
        .map((id) => `The type ${type} has a plan that there is not: ${id}.`),
    ],
  );
}

function systemIdsUnique({
  vehicle_types: types,
  system_pricing_plans: plans,
  system_regions: regions,
  system_alerts: alerts,
}: Feed): string[] {
  const ids = {
    type: types.data.vehicle_types.map((one) => one.vehicle_type_id),
    plan: plans.data.plans.map((one) => one.plan_id),
    region: regions.data.regions.map((one) => one.region_id),
    alert: alerts.data.alerts.map((one) => one.alert_id),
  };
  return Object.entries(ids).flatMap(([kind, all]) =>
    repeated(all).map((id) => `Two have the id of the ${kind} ${id}.`),
  );
}

/** Rules about what holds for the whole system. */
export const SYSTEM_RULES: Record<string, Rule> = { everyLanguage, timeZoneKnown, plansResolve, systemIdsUnique };
