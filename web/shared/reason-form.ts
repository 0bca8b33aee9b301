import { make, onClick, onSubmit, typed } from './dom.ts';

export interface ReasonForm {
  /** The field's id, which is the name by which the API points at it. */
  id: string;
  label: string;
  hint: string;
  /** Words of the button that sends it. */
  send: string;
  onSend: (reason: string) => Promise<void>;
}

/**
 * A form that asks why, below what it is about. There is one at a time: it takes the place of any other, and has the
 * focus; "Never mind" takes it away.
 */
export function askWhy(below: HTMLElement, { id, label, hint, send, onSend }: ReasonForm): void {
  document.getElementById('why')?.remove();
  const field = make('textarea', { id, required: '', rows: '3', maxlength: '500', 'aria-describedby': 'why-hint' });
  const form = make(
    'form',
    { id: 'why' },
    make('label', { for: id }, label),
    field,
    make('p', { class: 'hint', id: 'why-hint' }, hint),
    make('button', { type: 'submit' }, send),
    make('button', { type: 'button', class: 'plain', id: 'never-mind' }, 'Never mind'),
  );
  below.append(form);
  onSubmit('why', () => onSend(typed(id)));
  onClick('never-mind', () => form.remove());
  field.focus();
}
