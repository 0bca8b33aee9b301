import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml, receiptPage } from '../../../kiosk/returns/receipt-page.ts';
import { line, RENTAL, receipt } from './receipts.ts';

const SIGNED = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJrMSJ9.c2lnbmVk';
const page = (parts: Partial<Parameters<typeof receiptPage>[0]> = {}) =>
  receiptPage({
    receipt: receipt({ total: 415, authorized: 1800, captured: 415 }),
    kioskName: 'Public Library',
    dockings: [{ phase: 'docked', bikeId: 'bike-7', bay: 2, at: '2026-06-01T10:20:30.000Z', receipt: SIGNED }],
    isDownload: false,
    ...parts,
  });

/** What a reader sees, without the markup and the style. */
const text = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the page of a receipt', () => {
  it('says what was ridden, held, charged and given back, and carries what the kiosk has signed', () => {
    const read = text(page());

    expect(read).toContain('$4.15 for 21 minutes.');
    expect(read).toContain('bike-7 2026-06-01 10:00 to 10:20 21 minutes $4.15');
    expect(read).toContain('Held on the card $18.00');
    expect(read).toContain('Charged to the card $4.15');
    expect(read).toContain('Given back of what was held $13.85');
    expect(read).toContain(`Rental ${RENTAL}`);
    expect(read).toContain(SIGNED);
  });

  it.each([
    [line({ endedAt: '2026-06-02T00:10:00.000Z' }), '2026-06-01 10:00 to 2026-06-02 00:10'],
    [line({ isMissing: true }), '2026-06-01 10:00, never back'],
  ])('says when a ride ended that was not over on its day (%#)', (ridden, words) => {
    expect(text(page({ receipt: receipt({ lines: [ridden] }) }))).toContain(words);
  });

  it('says nothing of cards to whoever gave none', () => {
    const read = text(page({ receipt: receipt({ kind: 'resident', lines: [line({ freeMinutes: 21, amount: 0 })] }) }));

    expect(read).toContain('21 minutes, 21 free $0.00');
    expect(read).not.toMatch(/card|held/i);
  });

  it('stands alone: it loads nothing, and once downloaded links to nothing', () => {
    const [shown, kept] = [page(), page({ isDownload: true })];

    expect(shown.match(/<a [^>]*>/g)).toEqual(['<a href="?download" download>']);
    expect(kept).not.toMatch(/<a /);
    for (const html of [shown, kept]) expect(html).not.toMatch(/<(?:script|img|link|iframe)|url\(|https?:/);
  });

  it('shows every text as a text, whatever is in it', () => {
    const nasty = fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'script', '/', '=', 'a') });

    fc.assert(
      fc.property(nasty, nasty, nasty, (bikeId, kioskName, signed) => {
        const plain = page();
        const html = page({
          receipt: receipt({ lines: [line({ bikeId })], total: 415, authorized: 1800, captured: 415 }),
          kioskName,
          dockings: [{ phase: 'docked', bikeId, at: '2026-06-01T10:20:30.000Z', receipt: signed }],
        });
        const tags = (of: string) => of.match(/<[^>]*>/g);
        expect(tags(html)).toEqual(tags(plain));
        expect(escapeHtml(bikeId)).not.toMatch(/[<>"']/);
      }),
    );
  });
});
