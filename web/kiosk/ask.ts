import type { SampleCard } from '../../kiosk/web/contract.ts';

/** What the page asks of the kiosk's program. Gives the problem's own words where it was refused. */
export async function post(path: string, body: unknown = {}): Promise<string | undefined> {
  try {
    const answer = await fetch(`./${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.ok) return undefined;
    const problem = await answer.json();
    return String(problem.detail);
  } catch {
    return 'The kiosk’s program does not answer.';
  }
}

export async function sampleCards(): Promise<SampleCard[]> {
  const answer = await fetch('./hardware/cards');
  return answer.ok ? answer.json() : [];
}
