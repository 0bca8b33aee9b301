/** What `city.json` says: the kiosks of the city, and where its AWS endpoint is. */
interface City {
  name?: string;
  awsEndpoint?: string;
  kiosks: Array<{ kioskId: string; name: string; lat: number; lon: number; bikes: number; docks: number }>;
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

function kioskCard({ kioskId, name, bikes, docks }: City['kiosks'][number]): HTMLElement {
  const link = document.createElement('a');
  link.href = `kiosks/${encodeURIComponent(kioskId)}/`;
  const all = Math.max(bikes + docks, 1);
  const bar = text('span', '', 'bar');
  bar.style.setProperty('--full', `${(bikes / all) * 100}%`);
  link.append(
    text('strong', name),
    text(
      'span',
      `${bikes} ${bikes === 1 ? 'bike' : 'bikes'}, ${docks} ${docks === 1 ? 'place' : 'places'} free`,
      'counts',
    ),
    bar,
  );
  const item = document.createElement('li');
  item.append(link);
  return item;
}

async function load(): Promise<void> {
  const answer = await fetch('city.json');
  if (!answer.ok) throw new Error(`city.json answered ${answer.status}`);
  const told: City | City['kiosks'] = await answer.json();
  const city = Array.isArray(told) ? { kiosks: told } : told;
  if (city.name) byId('city').textContent = `${city.name}’s bikes, with nobody at the counter`;
  if (city.awsEndpoint) showEndpoint(city.awsEndpoint);
  byId('kiosks').replaceChildren(...city.kiosks.map(kioskCard));
  byId('kiosks-status').textContent = `${city.kiosks.length} kiosks are open.`;
}

function showEndpoint(endpoint: string): void {
  byId('aws').textContent = endpoint;
  byId('aws-example').textContent = `aws stepfunctions list-state-machines --endpoint-url ${endpoint}`;
}

load().catch(() => {
  byId('kiosks-status').textContent = 'The city does not answer. Is it still starting? Reload in a moment.';
});
