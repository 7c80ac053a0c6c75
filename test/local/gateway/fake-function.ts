import type { LocalFunction, StreamedResponse } from '../../../local/lambda/local-function';

/** A function whose handler is a plain function; remembers the events it was given. */
export class FakeFunction implements LocalFunction {
  readonly events: unknown[] = [];
  readonly name: string;

  constructor(
    readonly arn: string,
    private readonly handler: (event: never) => unknown,
    private readonly streamHandler?: (event: never) => StreamedResponse | Promise<StreamedResponse>,
  ) {
    this.name = arn.split(':').at(-1) ?? arn;
  }

  async invoke(event: unknown): Promise<unknown> {
    this.events.push(event);
    return this.handler(event as never);
  }

  async invokeStream(event: unknown): Promise<StreamedResponse> {
    this.events.push(event);
    if (!this.streamHandler) throw new Error('not a streaming function');
    return this.streamHandler(event as never);
  }
}

/** ARN of a function as the template reader gives it. */
export const functionArn = (logicalId: string) =>
  `arn:aws:lambda:us-east-1:000000000000:function:${logicalId}`;
