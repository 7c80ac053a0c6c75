/** A refusal in the words of EventBridge. */
export class EventsError extends Error {
  constructor(
    /** What the SDK takes for the error's name, e.g. `AccessDeniedException`. */
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}
