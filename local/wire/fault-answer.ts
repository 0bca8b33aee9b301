import type { ServiceError, WireRequest, WireResponse } from './contract.ts';

function escapeXml(text: string): string {
  return text.replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function xml(fault: ServiceError, body: string): WireResponse {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
  return { status: fault.status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}

/**
 * A fault that is told before any service has seen the request, in the words of the protocol that the caller
 * speaks: XML for S3 and for Query services (STS, SNS), JSON for all others.
 */
export function answerFault(service: string | undefined, request: WireRequest, fault: ServiceError): WireResponse {
  const error = `<Code>${escapeXml(fault.code)}</Code><Message>${escapeXml(fault.message)}</Message>`;
  if (service === 's3') return xml(fault, `<Error>${error}</Error>`);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return xml(fault, `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`);
  }
  return {
    status: fault.status,
    headers: {
      'content-type': type.startsWith('application/x-amz-json') ? type : 'application/json',
      'x-amzn-errortype': fault.code,
    },
    body: Buffer.from(JSON.stringify({ __type: fault.code, message: fault.message })),
  };
}
