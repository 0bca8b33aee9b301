import type { Fare, RiderKind } from '../../payments/contract.ts';
import type { LANGUAGES } from '../contract.ts';
import { price } from './money.ts';

/** What the feed says in words of its own, in one language. */
interface Words {
  bicycle: string;
  plan: Record<RiderKind, string>;
  /** `write`: an amount in minor units as the language writes it. */
  fare(fare: Fare, write: (minor: number) => string): string;
  whoPays: Record<RiderKind, string>;
  closed(station: string): string;
  givesNone(station: string): string;
  takesNone(station: string): string;
}

const en: Words = {
  bicycle: 'Bicycle',
  plan: { visitor: 'Single ride', resident: 'Resident' },
  fare: ({ unlockFee, perMinute, freeMinutes, dailyCap }, write) =>
    [
      freeMinutes > 0 ? `The first ${freeMinutes} minutes of each ride are free.` : '',
      unlockFee > 0 ? `${write(unlockFee)} to unlock, then ${write(perMinute)} a minute.` : '',
      unlockFee > 0 ? '' : `${write(perMinute)} a minute${freeMinutes > 0 ? ' after that' : ''}.`,
      `At most ${write(dailyCap)} in 24 hours.`,
    ]
      .filter(Boolean)
      .join(' '),
  whoPays: { visitor: 'For everybody, by card.', resident: 'For residents who have registered.' },
  closed: (station) => `${station} is out of service.`,
  givesNone: (station) => `${station} gives out no bikes for now; they can be brought back there.`,
  takesNone: (station) => `${station} takes no bikes back for now.`,
};

const es: Words = {
  bicycle: 'Bicicleta',
  plan: { visitor: 'Viaje sencillo', resident: 'Residente' },
  fare: ({ unlockFee, perMinute, freeMinutes, dailyCap }, write) =>
    [
      freeMinutes > 0 ? `Los primeros ${freeMinutes} minutos de cada viaje son gratis.` : '',
      unlockFee > 0 ? `${write(unlockFee)} por desbloqueo y ${write(perMinute)} por minuto.` : '',
      unlockFee > 0 ? '' : `${freeMinutes > 0 ? 'Después, ' : ''}${write(perMinute)} por minuto.`,
      `Como máximo ${write(dailyCap)} en 24 horas.`,
    ]
      .filter(Boolean)
      .join(' '),
  whoPays: { visitor: 'Para todas las personas, con tarjeta.', resident: 'Para residentes con registro.' },
  closed: (station) => `${station} está fuera de servicio.`,
  givesNone: (station) => `${station} no entrega bicicletas por ahora; se pueden devolver allí.`,
  takesNone: (station) => `${station} no admite devoluciones por ahora.`,
};

const WORDS: Record<(typeof LANGUAGES)[number], Words> = { en, es };

/** One text in each of the city's languages, as GBFS writes it. */
export type Texts = Array<{ text: string; language: string }>;

/** Says something in each language: `say` is given the words of the language, and how it writes amounts. */
export function inEach(
  languages: readonly string[],
  say: (words: Words, write: (currency: string) => (minor: number) => string) => string,
): Texts {
  return languages.map((language) => {
    const words = WORDS[language.split('-')[0] as keyof typeof WORDS];
    return { text: say(words, (currency) => (minor) => price(minor, currency, language)), language };
  });
}
