import type { KeptCase } from '../../../functions/operations/case.ts';
import type { StreetLife } from './street-life.ts';

/** Those who look after cases: they redrive what has failed, once the cause is gone. */
export function operators({ city, note }: StreetLife) {
  return {
    /** Looks at each case that is open, once. */
    async round(cases: readonly KeptCase[]): Promise<void> {
      const failed = cases.filter(({ status, kind }) => status === 'open' && kind === 'workflowFailed');
      for (const { caseId, summary } of failed) {
        note(`Ada redrives: ${summary}`, caseId);
        const names = Object.assign({}, ...Object.values(city.host.outputs)) as Record<string, string>;
        await city.host
          .invoke(names['RedriveCase'] ?? 'RedriveCase', { caseId, operator: 'ada' })
          .catch((refusal: Error) => note(`Ada could not redrive it: ${refusal.message}`, caseId));
      }
    },
  };
}
