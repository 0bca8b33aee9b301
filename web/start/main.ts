/** What `city.json` says of a kiosk. On a laptop it knows more: what stands there, and where its own page is. */
interface Kiosk {
  name: string;
  page?: string;
  bikes?: number;
  docks?: number;
}

interface City {
  name: string;
  /** On a laptop alone. */
  awsEndpoint?: string;
  kiosks: Kiosk[];
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

function text(tag: string, words: string, className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = words;
  made.className = className;
  return made;
}

function counts(bikes: number, docks: number): HTMLElement[] {
  const words = `${bikes} ${bikes === 1 ? 'bike' : 'bikes'}, ${docks} ${docks === 1 ? 'place' : 'places'} free`;
  const bar = text('span', '', 'bar');
  bar.style.setProperty('--full', `${(bikes / Math.max(bikes + docks, 1)) * 100}%`);
  return [text('span', words, 'counts'), bar];
}

function kioskCard({ name, page, bikes, docks }: Kiosk): HTMLElement {
  const card = document.createElement(page === undefined ? 'div' : 'a');
  if (page !== undefined) card.setAttribute('href', page);
  card.className = 'kiosk';
  card.append(text('strong', name), ...(bikes === undefined || docks === undefined ? [] : counts(bikes, docks)));
  const item = document.createElement('li');
  item.append(card);
  return item;
}

async function load(): Promise<void> {
  const answer = await fetch('city.json');
  if (!answer.ok) throw new Error(`city.json answered ${answer.status}`);
  const city: City = await answer.json();
  byId('city').textContent = `${city.name}’s bikes, with nobody at the counter`;
  if (city.awsEndpoint) showEndpoint(city.awsEndpoint);
  byId('kiosks').replaceChildren(...city.kiosks.map(kioskCard));
  byId('kiosks-status').textContent = `${city.kiosks.length} kiosks are open.`;
}

function showEndpoint(endpoint: string): void {
  for (const part of document.querySelectorAll<HTMLElement>('.laptop')) part.hidden = false;
  byId('aws').textContent = endpoint;
  byId('aws-example').textContent = `aws stepfunctions list-state-machines --endpoint-url ${endpoint}`;
}

load().catch(() => {
  byId('kiosks-status').textContent = 'The city does not answer. Please come again in a moment.';
});
