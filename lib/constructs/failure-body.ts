/** The body of a failure (contract 2.1) as API Gateway answers it; `message` is JSON text without its quotes. */
export const failureBody = (code: number | string, message: string): string =>
  `{"result":null,"success":false,"errors":[{"code":${code},"message":"${message}"}],"messages":[]}`;

/** What a fault of ours is called, on both APIs. */
export const INTERNAL_ERROR = failureBody(1001, 'Internal server error');
