/** A refused call, in the words of the service. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly status: number,
    /** What the SDK takes for the error's name, e.g. `AccessDeniedException`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
