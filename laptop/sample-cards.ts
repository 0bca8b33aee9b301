import type { City, Person } from '../cities/city.ts';
import { magneticStripe, pdf417 } from '../kiosk/hardware/simulated/licence.ts';
import type { SampleCard } from '../kiosk/web/contract.ts';

/** Licences are issued for eight years here. */
function issuedOn(person: Person): string {
  return `${Number(person.expiresOn.slice(0, 4)) - 8}${person.expiresOn.slice(4)}`.replace('-02-29', '-02-28');
}

const holder = (person: Person) => ({
  iin: person.iin,
  number: person.number,
  lastName: person.lastName.toUpperCase(),
  firstName: person.firstName.toUpperCase(),
  birth: person.birthDate,
  issued: issuedOn(person),
  expires: person.expiresOn,
  street: person.address.street.toUpperCase(),
  city: person.address.city.toUpperCase(),
  state: person.address.state,
  postalCode: person.address.postalCode,
});

/** What the scanner reads off a person's licence. */
export function cardOf(person: Person): string {
  return pdf417(holder(person));
}

const label = (person: Person) => `${person.firstName} ${person.lastName}`;

/** The licences that lie beside each simulated scanner: the city's people, and a few things that go wrong. */
export function sampleCards(city: City): SampleCard[] {
  const household = (name: string) => city.residents.filter((person) => person.household === name).length;
  const residents = city.residents.map((person) => {
    const size = household(person.household);
    const hint = size === 1 ? 'resident' : `resident, household of ${size}`;
    return { label: label(person), hint: `${hint}, licence until ${person.expiresOn}`, raw: cardOf(person) };
  });
  const visitors = city.visitors.map((person) => ({
    label: label(person),
    hint: person.address.city === city.name ? 'lives here, not registered' : `visitor from ${person.address.city}`,
    raw: cardOf(person),
  }));
  const [first] = city.residents;
  if (!first) return visitors;
  return [
    ...residents,
    ...visitors,
    {
      label: `${label(first)}, swiped`,
      hint: 'the same licence by its magnetic stripe',
      raw: magneticStripe(holder(first)),
    },
    { label: 'A scratched licence', hint: 'the barcode breaks off', raw: cardOf(first).slice(0, 60) },
  ];
}
