/** A text of a policy in which `*` and `?` may stand, ready to be compared. */
export interface Pattern {
  /** As written. */
  text: string;
  matches(value: string): boolean;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Replaces each `*` and `?` of `text` by what it stands for. `at` is the place of the sign. */
function expanded(text: string, star: (at: number) => string, one: string): string {
  const parts = [...text].map((sign, at) => (sign === '*' ? star(at) : sign === '?' ? one : escaped(sign)));
  return parts.join('');
}

function pattern(text: string, source: string, flags = 's'): Pattern {
  const expression = new RegExp(`^${source}$`, flags);
  return { text, matches: (value) => expression.test(value) };
}

/** Any text, as `StringLike` compares ("IAM JSON policy elements: Condition operators"). */
export function textPattern(text: string): Pattern {
  return pattern(
    text,
    expanded(text, () => '.*', '.'),
  );
}

/** The name of an action, in which case does not matter ("IAM JSON policy elements: Action"). */
export function actionPattern(text: string): Pattern {
  return pattern(
    text,
    expanded(text, () => '.*', '.'),
    'is',
  );
}

/**
 * The ARN of a resource. Wildcards stay within the segment between two colons, except for an asterisk that ends its
 * segment: that one goes beyond ("IAM JSON policy elements: Resource", "Using wildcards in resource ARNs").
 */
export function resourcePattern(text: string): Pattern {
  const segments = text.split(':').map((segment) => {
    const last = [...segment].length - 1;
    return expanded(segment, (at) => (at === last ? '.*' : '[^:]*'), '[^:]');
  });
  return pattern(text, segments.join(':'));
}

/** An ARN as `ArnLike` and `ArnEquals` compare it: each of its six parts by itself, the last with its own colons. */
export function arnPattern(text: string): Pattern {
  const [partition, service, region, account, ...rest] = text.split(':').slice(1);
  const parts = ['arn', partition, service, region, account].map((part) => expanded(part ?? '', () => '[^:]*', '[^:]'));
  return pattern(text, [...parts, expanded(rest.join(':'), () => '.*', '.')].join(':'));
}
