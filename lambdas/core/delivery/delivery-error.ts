/** Every way a delivery can be refused, by name; `http/delivery-error.ts` gives each its status and code. */
export type DeliveryFailure =
  | 'invalid-options'
  | 'invalid-path'
  | 'not-found'
  | 'access-denied'
  | 'flexible-variants-disabled'
  | 'not-convertible'
  | 'too-large'
  | 'rendering-failed'
  | 'original-missing'
  | 'range-not-satisfiable'
  | 'method-not-allowed'
  | 'busy';

/**
 * A refusal the viewer of an image URL may read; unlike the control API's errors it is answered as text
 * (contract 6.4). `message` names no other account's data; `cause` is for the log only.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';

  constructor(
    readonly failure: DeliveryFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Contract 6.4, 9401: an option is missing, unknown or outside its values; `message` names it. */
export const invalidOptions = (message: string, options?: ErrorOptions) =>
  new DeliveryError('invalid-options', message, options);

/** Contract 6.4, 9426: the URL cannot name an image. */
export const invalidPath = (message: string, options?: ErrorOptions) =>
  new DeliveryError('invalid-path', message, options);

/** Contract 6.4, 9431: no such published image, or no such variant. */
export const deliveryNotFound = (what: string) => new DeliveryError('not-found', `${what} not found`);

/** Contract 6.2, 9425: no valid signature for a private image. One message for every reason: it helps nobody guess. */
export const accessDenied = () => new DeliveryError('access-denied', 'Image access denied');

/** Contract 6.3, 9429. */
export const flexibleVariantsDisabled = () =>
  new DeliveryError('flexible-variants-disabled', 'Flexible variants are not enabled for this account');

/** Contract 6.4, 9412: the original has no form in the format asked for. */
export const notConvertible = (message: string) => new DeliveryError('not-convertible', message);

/** Contract 6.4, 9413: the result, or the work to make it, would be larger than allowed. */
export const outputTooLarge = (message: string) => new DeliveryError('too-large', message);

/** Contract 6.4, 9516. */
export const renderingFailed = (options?: ErrorOptions) =>
  new DeliveryError('rendering-failed', 'The image could not be decoded or encoded', options);

/** Contract 6.4, 9404: the record exists, the bytes do not; a fault of ours. */
export const originalMissing = () => new DeliveryError('original-missing', 'The original image is missing');

/** Contract 6.4, 9522: the table or the bucket is asked more than it answers at the moment; another try may succeed at once. */
export const deliveryBusy = () => new DeliveryError('busy', 'The service is busy; ask again');
