import type { IncomingMessage, ServerResponse } from 'node:http';
import { RentalId } from '../../functions/shared/fields.ts';
import type { Kiosk } from '../kiosk.ts';
import { STYLE_SHA256 } from '../returns/receipt-page.ts';
import { PageProblem } from './problem.ts';

/** The path below which receipts are: `receipts/{rentalId}`, and with `?download` as a file to keep. */
export const RECEIPTS = 'receipts/';

/** A receipt is a page of its own: it has its own style and no other, and may do and load nothing. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_SHA256}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * Sends a receipt as a page.
 *
 * @throws PageProblem where this kiosk has none of that rental, or has it no more.
 */
export function sendReceipt(
  receipt: Kiosk['receipt'],
  request: IncomingMessage,
  path: string,
  response: ServerResponse,
): void {
  const rentalId = RentalId.safeParse(path.slice(RECEIPTS.length)).data;
  const isDownload = /\?download(?:=|$)/.test(request.url ?? '');
  const page = rentalId && receipt(rentalId, isDownload);
  if (!rentalId || !page)
    throw new PageProblem(404, 'receipt-unknown', 'This kiosk has no such receipt. It keeps them for ten minutes.');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': POLICY,
    ...(isDownload && {
      'content-disposition': `attachment; filename="freewheel-receipt-${rentalId.slice(0, 8)}.html"`,
    }),
  });
  response.end(page);
}
