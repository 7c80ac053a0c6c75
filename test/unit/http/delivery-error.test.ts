import { DeliveryError, type DeliveryFailure } from '../../../lambdas/core/delivery/delivery-error';
import { describeDeliveryError } from '../../../lambdas/http/delivery-error';

describe('the answer to a failed delivery', () => {
  it.each<[DeliveryFailure, number, number]>([
    ['invalid-options', 400, 9401],
    ['invalid-path', 403, 9426],
    ['not-found', 404, 9431],
    ['access-denied', 403, 9425],
    ['flexible-variants-disabled', 403, 9429],
    ['not-convertible', 415, 9412],
    ['too-large', 403, 9413],
    ['rendering-failed', 500, 9516],
    ['original-missing', 404, 9404],
    ['range-not-satisfiable', 416, 9432],
    ['method-not-allowed', 405, 9432],
    ['busy', 503, 9522],
  ])('for %s is %d with code %d', (failure, status, code) => {
    const answer = describeDeliveryError(new DeliveryError(failure, 'why'));

    expect(answer).toEqual({ status, code, message: 'why' });
  });

  it.each([new Error('secret'), new TypeError('x'), 'text', undefined, { statusCode: 404 }])(
    'tells nothing about what nobody foresaw',
    (error) => {
      expect(describeDeliveryError(error)).toEqual({ status: 500, code: 9523, message: 'Internal error' });
    },
  );
});
