import type { HeldResident, Registration } from '../../functions/identity/contract.ts';
import { askAs, Refused } from '../shared/api.ts';
import { doing } from '../shared/doing.ts';
import { byId, goTo, onClick, onSubmit, say, show, typed } from '../shared/dom.ts';
import { comeBack, signIn, signOut } from '../shared/sign-in.ts';
import { type ResidentsApi, residentsApi } from './api.ts';
import { ISSUERS } from './issuers.ts';
import { invitationWords, membersWords, standingWords } from './words.ts';

/** The version of the words that this page shows beside the box to tick. */
const CONSENT_VERSION = '2026-05' satisfies Registration['consentVersion'];

function showResident(resident: HeldResident): void {
  const isActive = resident.status === 'active';
  say('standing', standingWords(resident));
  say('members', membersWords(resident));
  say('invitation', '');
  show('household', isActive);
  show('leave', resident.household !== undefined);
  show('join-form', resident.household === undefined);
  show('registered', true);
  show('register', resident.status === 'refused');
}

function showRegistration(): void {
  show('registered', false);
  show('register', true);
}

function registration(): Registration {
  const [street, city, state, postalCode] = [typed('street'), typed('city'), typed('state'), typed('postalCode')];
  const address = { street, city, state, postalCode };
  return { iin: typed('iin'), number: typed('number'), address, consentVersion: CONSENT_VERSION };
}

/** A file of all that is held, as the API gives it. */
async function download(api: ResidentsApi): Promise<void> {
  const text = JSON.stringify(await api.read(), undefined, 2);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'what-the-city-holds-of-me.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

function serve(api: ResidentsApi): void {
  const dialog = byId<HTMLDialogElement>('confirm-delete');
  onSubmit('register-form', () =>
    doing('Registering…', async () => {
      showResident(await api.register(registration()));
      byId<HTMLFormElement>('register-form').reset();
      goTo('title');
    }),
  );
  onSubmit('join-form', () => doing('Joining…', async () => showResident(await api.join(typed('code')))));
  onClick('leave', () => doing('Leaving…', async () => showResident(await api.leave())));
  onClick('invite', () =>
    doing('Making a code…', async () => {
      const { code, until } = await api.invite();
      showResident(await api.read());
      say('invitation', invitationWords(code, until));
    }),
  );
  onClick('download', () => doing('Fetching…', () => download(api)));
  onClick('delete', () => dialog.showModal());
  onClick('keep', () => dialog.close());
  onClick('really-delete', () => {
    dialog.close();
    return doing('Deleting…', async () => {
      await api.delete();
      showRegistration();
      say('title', 'Everything is deleted');
      goTo('title');
    });
  });
}

async function start(): Promise<void> {
  byId('iin').append(...ISSUERS.map(([state, iin]) => new Option(state, iin)));
  onClick('sign-in', () => doing('Going to the sign-in page…', signIn));
  onClick('sign-out', () => doing('Signing out…', signOut));
  const token = await comeBack();
  show('welcome', token === undefined);
  show('sign-out', token !== undefined);
  if (token === undefined) return;
  const api = residentsApi(askAs(token));
  serve(api);
  try {
    showResident(await api.read());
  } catch (fault) {
    if (!(fault instanceof Refused) || fault.status !== 404) throw fault;
    showRegistration();
  }
}

void doing('', start);
