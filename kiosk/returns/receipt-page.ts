import { createHash } from 'node:crypto';
import type { Receipt } from '../../functions/payments/contract.ts';
import type { ReturnView } from '../web/contract.ts';
import { money } from '../web/money.ts';
import { count, receiptWords } from './ride-words.ts';

export interface ReceiptParts {
  receipt: Receipt;
  kioskName: string;
  /** The returns at this kiosk, with what it has signed. */
  dockings: ReturnView[];
  /** A page that was downloaded has no kiosk behind it, and so no link back to it. */
  isDownload: boolean;
}

const STYLE = `
  body { font: 17px/1.5 system-ui, sans-serif; color: #0e2426; background: #fffaf0; margin: 0; }
  main { max-width: 42rem; margin: 2rem auto; padding: 0 1.25rem; }
  h1 { font-size: 2rem; line-height: 1.1; margin: 0 0 .25rem; }
  .price { font-size: 1.35rem; font-weight: 700; margin: 1.25rem 0 .25rem; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; margin: 1.25rem 0; }
  th, td { text-align: left; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid #d8cfbb; }
  th, .amount { white-space: nowrap; }
  .amount { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
  tfoot th, tfoot td { border-bottom: 0; font-weight: 400; }
  tfoot tr:first-child > * { font-weight: 700; }
  .id, pre { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
  a { color: #0b6b42; }
  footer { color: #4d605f; border-top: 1px solid #d8cfbb; margin-top: 1.5rem; padding-top: .75rem; }
  @media print { body { background: none; } .download { display: none; } }
`;

/** In base64, as a content security policy names a style that is written within a page (CSP Level 3, section 2.3.1). */
export const STYLE_SHA256 = createHash('sha256').update(STYLE).digest('base64');

/**
 * A receipt as one HTML page that needs nothing besides itself: to read, to print, to keep. It names the rental, its
 * bikes, times and amounts, and nobody.
 */
export function receiptPage({ receipt, kioskName, dockings, isDownload }: ReceiptParts): string {
  const { price, notes } = receiptWords(receipt);
  const signed = dockings.filter((docking) => docking.receipt !== undefined);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Receipt ${escapeHtml(receipt.rentalId.slice(0, 8))} · Freewheel</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Thank you for riding</h1>
<p>Returned at ${escapeHtml(kioskName)}. Times are in UTC.</p>
<p class="price">${escapeHtml(price)}</p>
${notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
${ridesTable(receipt)}
${isDownload ? '' : '<p class="download"><a href="?download" download>Download this receipt</a></p>'}
<footer>
<p class="id">Rental ${escapeHtml(receipt.rentalId)}<br>Issued ${escapeHtml(moment(receipt.issuedAt))}</p>
${signed.map(signedWord).join('\n')}
</footer>
</main>
</body>
</html>
`;
}

/** Makes a text one that HTML shows as it is, in content and in attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** `2026-06-01T10:00:00.000Z` as `2026-06-01 10:00`. */
const moment = (at: string) => at.slice(0, 16).replace('T', ' ');

/** From when to when; the day of the end is told where it is another one. */
function rideTimes({ startedAt, endedAt, isMissing }: Receipt['lines'][number]): string {
  if (isMissing) return `${moment(startedAt)}, never back`;
  const [start, end] = [moment(startedAt), moment(endedAt)];
  return `${start} to ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
}

function ridesTable({ lines, total, currency, authorized, captured, refunded, outstanding }: Receipt): string {
  const rows = lines.map(
    (line) => `<tr>
<th scope="row">${escapeHtml(line.bikeId)}</th>
<td>${escapeHtml(rideTimes(line))}</td>
<td>${count(line.minutes, 'minute')}${line.freeMinutes > 0 ? `, ${line.freeMinutes} free` : ''}</td>
<td class="amount">${escapeHtml(money(line.amount, currency))}</td>
</tr>`,
  );
  const sums: Array<[string, number | false]> = [
    ['Total', total],
    ['Held on the card', authorized > 0 && authorized],
    ['Charged to the card', authorized > 0 && captured],
    ['Given back of what was held', authorized > captured && authorized - captured],
    ['Paid back', refunded > 0 && refunded],
    ['Billed by the city', outstanding > 0 && outstanding],
  ];
  const feet = sums.flatMap(([what, amount]) =>
    amount === false
      ? []
      : `<tr><th scope="row" colspan="3">${what}</th><td class="amount">${escapeHtml(money(amount, currency))}</td></tr>`,
  );
  return `<div class="scroll"><table>
<thead><tr><th scope="col">Bike</th><th scope="col">Ride</th><th scope="col">Time</th><th scope="col" class="amount">Price</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
<tfoot>
${feet.join('\n')}
</tfoot>
</table></div>`;
}

/** This kiosk's word for it, should the return ever be disputed. */
function signedWord({ bikeId, at = '', receipt = '' }: ReturnView): string {
  return `<p>${escapeHtml(bikeId)} has been here since ${escapeHtml(moment(at))}, as this kiosk has signed:</p>
<pre>${escapeHtml(receipt)}</pre>`;
}
