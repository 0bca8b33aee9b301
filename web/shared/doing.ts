import { Refused } from './api.ts';
import { byId, goTo, say, show } from './dom.ts';

/** Fields of forms whose ids are the names that the API points at. */
const isField = (id: string) => document.getElementById(id)?.matches('input, select, textarea') ?? false;

function clearProblem(): void {
  show('problem', false);
  for (const field of document.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
}

/** Says what went wrong, and puts the focus on the first field that was at fault. */
function showProblem(fault: unknown): void {
  const { message, faults } =
    fault instanceof Refused ? fault : { message: 'That did not work. Try again.', faults: [] };
  const fields = faults.filter(({ field }) => isField(field));
  const labelOf = (field: string) => document.querySelector(`label[for="${field}"]`)?.textContent ?? field;
  const words = fields.map(({ field, detail }) => `${labelOf(field)} ${detail}.`).join(' ');
  say('problem', words || message);
  show('problem', true);
  for (const { field } of fields) byId(field).setAttribute('aria-invalid', 'true');
  if (fields[0]) goTo(fields[0].field);
}

/**
 * Does something that may be refused: meanwhile the page says in `#status` that it is at work, and afterwards in
 * `#problem` what went wrong.
 */
export async function doing(words: string, act: () => Promise<void>): Promise<void> {
  clearProblem();
  say('status', words);
  try {
    await act();
  } catch (fault) {
    showProblem(fault);
  } finally {
    say('status', '');
  }
}
