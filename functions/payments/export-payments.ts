import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ExportPayments, type PaymentsExported } from './contract.ts';
import { paymentsEnv } from './env.ts';
import { dynamoPaymentBook, type PaymentBook } from './payment-book.ts';

/**
 * Tells reconciliation, a page at a time, which payments have something left to do.
 *
 * @throws CommandMalformed where the cursor is none that an earlier page gave.
 */
export function exportPayments({ book }: { book: Pick<PaymentBook, 'listUnsettled'> }) {
  return async ({ cursor: from }: ExportPayments): Promise<PaymentsExported> => {
    const { payments, cursor } = await book.listUnsettled(from);
    return {
      payments: payments.map(({ rentalId, status, authorized, changedAt }) => ({
        rentalId,
        status,
        authorized,
        changedAt,
      })),
      ...(cursor === undefined ? {} : { cursor }),
    };
  };
}

export const handler = workflowHandler({
  command: ExportPayments,
  bind: () => {
    const { table } = paymentsEnv;
    return exportPayments({ book: dynamoPaymentBook(documentClient(), readEnv({ table }).table) });
  },
});
