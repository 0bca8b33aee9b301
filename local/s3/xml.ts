import type { WireResponse } from '../wire/contract.ts';
import { s3Fault } from './faults.ts';

/** What stands in an element: text, further elements, or several elements of the same name. */
type Content = string | number | boolean | undefined | Elements | Content[];
export interface Elements {
  [name: string]: Content;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Escapes what XML 1.0 gives a meaning, and the line breaks that a parser would change. */
function escapeText(text: string): string {
  return text.replace(/[<>&'"\r\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function unescapeText(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (whole, numeric: string | undefined, name: string) => {
    if (numeric) return String.fromCodePoint(Number.parseInt(name, numeric === '#x' ? 16 : 10));
    return ENTITIES[name] ?? whole;
  });
}

function element(name: string, content: Content): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((each) => element(name, each)).join('');
  const inner = typeof content === 'object' ? elements(content) : escapeText(String(content));
  return `<${name}>${inner}</${name}>`;
}

function elements(content: Elements): string {
  return Object.entries(content)
    .map(([name, inner]) => element(name, inner))
    .join('');
}

/** An answer in XML whose outermost element is `root`. */
export function xmlResponse(root: string, content: Elements, status = 200): WireResponse {
  const attributes = root === 'Error' ? '' : ` xmlns="${NAMESPACE}"`;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${elements(content)}</${root}>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}

/** The contents of each element `name`, with markup; S3's requests nest no element in one of its own name. */
export function within(xml: string, name: string): string[] {
  const matches = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, 'gs'));
  return [...matches].map(([, content = '']) => content);
}

/** The text of the first element `name`, or undefined. */
export function textOf(xml: string, name: string): string | undefined {
  const content = within(xml, name)[0];
  return content === undefined ? undefined : unescapeText(content);
}

/** As `textOf`. Throws `MalformedXML` where there is none. */
export function requiredText(xml: string, name: string): string {
  const text = textOf(xml, name);
  if (text) return text;
  throw s3Fault('MalformedXML', `The request's XML has no <${name}>.`);
}
