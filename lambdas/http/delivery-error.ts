import { DeliveryError, type DeliveryFailure } from '../core/delivery/delivery-error';

/** A refusal as it is sent: text, never cached by a browser (contract 6.4). */
export interface DeliveryErrorAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface Mapping {
  readonly status: number;
  readonly code: number;
}

/** Contract 6.4, one row for each failure; a new one does not compile until it has a row. */
const MAPPINGS = {
  'invalid-options': { status: 400, code: 9401 },
  'invalid-path': { status: 403, code: 9426 },
  'not-found': { status: 404, code: 9431 },
  'access-denied': { status: 403, code: 9425 },
  'flexible-variants-disabled': { status: 403, code: 9429 },
  'not-convertible': { status: 415, code: 9412 },
  'too-large': { status: 403, code: 9413 },
  'rendering-failed': { status: 500, code: 9516 },
  'original-missing': { status: 404, code: 9404 },
  'range-not-satisfiable': { status: 416, code: 9432 },
  'method-not-allowed': { status: 405, code: 9432 },
  busy: { status: 503, code: 9522 },
} as const satisfies Record<DeliveryFailure, Mapping>;

/** Whatever nobody foresaw; 9523 is "internal" in contract 6.4. The log has the error. */
const UNEXPECTED: Mapping & { readonly message: string } = {
  status: 500,
  code: 9523,
  message: 'Internal error',
};

/** Status, code and message of any thrown value. */
export const describeDeliveryError = (error: unknown): Mapping & { readonly message: string } =>
  error instanceof DeliveryError ? { ...MAPPINGS[error.failure], message: error.message } : UNEXPECTED;

/** The answer for any thrown value. It is readable across origins like the images are: pages may show the reason. */
export const deliveryErrorAnswer = (error: unknown): DeliveryErrorAnswer => {
  const { status, code, message } = describeDeliveryError(error);
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'cf-resized': `err=${code}`,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    },
    body: `ERROR ${code}: ${message}`,
  };
};
