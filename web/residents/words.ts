import type { HeldResident } from '../../functions/identity/contract.ts';

/** How the registration stands, in plain words. */
export function standingWords({ status, reference, review }: HeldResident): string {
  switch (status) {
    case 'active':
      return 'You ride as a resident. Scan your licence at any kiosk.';
    case 'inReview':
      return `We could not find your address by ourselves. Please bring your licence and a proof of address to the city’s office, and say: ${reference}.`;
    case 'refused':
      return `Your registration was refused: ${review?.reason ?? 'no reason was given'}. You may register again.`;
    case 'leaving':
      return 'What the city holds of you is being deleted. Press “Delete it” once more to finish.';
  }
}

export function membersWords({ household }: HeldResident): string {
  const members = household?.members ?? 1;
  if (members === 1) return 'You ride alone: one bike at a time.';
  return `You are ${members} people, and may have ${members} bikes out at a time.`;
}

export function invitationWords(code: string, until: string): string {
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long' }).format(Date.parse(until));
  return `Give this code to one person who lives with you: ${code}. It is good until ${day}.`;
}
