import { fraction, type Random } from '../../seams/random.ts';

/** CloudFormation, "AWS::SecretsManager::Secret GenerateSecretString". */
export interface GenerateSecretString {
  SecretStringTemplate?: string;
  GenerateStringKey?: string;
  PasswordLength?: number;
  ExcludeCharacters?: string;
  ExcludeLowercase?: boolean;
  ExcludeUppercase?: boolean;
  ExcludeNumbers?: boolean;
  ExcludePunctuation?: boolean;
  IncludeSpace?: boolean;
  RequireEachIncludedType?: boolean;
}

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const UPPERCASE = LOWERCASE.toUpperCase();
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The kinds of characters that a password is made of, without those that are excluded. */
function kindsOf(asked: GenerateSecretString): string[] {
  const kinds: [string, boolean | undefined][] = [
    [LOWERCASE, asked.ExcludeLowercase],
    [UPPERCASE, asked.ExcludeUppercase],
    [NUMBERS, asked.ExcludeNumbers],
    [PUNCTUATION, asked.ExcludePunctuation],
    [' ', !asked.IncludeSpace],
  ];
  const excluded = new Set(asked.ExcludeCharacters);
  return kinds
    .filter(([, isExcluded]) => !isExcluded)
    .map(([characters]) => [...characters].filter((one) => !excluded.has(one)).join(''))
    .filter((characters) => characters.length > 0);
}

function password(asked: GenerateSecretString, random: Random): string {
  const { PasswordLength: length = 32, RequireEachIncludedType: requiresEach = true } = asked;
  const kinds = kindsOf(asked);
  if (kinds.length === 0 || length < kinds.length) throw new Error('No password can be made of what is not excluded.');
  const all = kinds.join('');
  for (;;) {
    const made = Array.from({ length }, () => all[Math.floor(fraction(random) * all.length)]).join('');
    // Drawn again where a kind is absent: to put one in its place would make some passwords likelier than others.
    if (!requiresEach || kinds.every((kind) => [...kind].some((one) => made.includes(one)))) return made;
  }
}

/** The value that Secrets Manager makes up for a template: a password, or JSON of the template's with one in it. */
export function generate(asked: GenerateSecretString, random: Random): string {
  const { SecretStringTemplate: template, GenerateStringKey: key } = asked;
  if (template === undefined || key === undefined) return password(asked, random);
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: password(asked, random) });
}
