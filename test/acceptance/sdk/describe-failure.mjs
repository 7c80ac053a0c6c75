import { subscribe } from 'node:diagnostics_channel';

let requests = 0;
const count = () => {
  requests += 1;
};
// Majors 3 to 6 send with node:http, 7 with the global fetch. Watching them leaves the client as its user has it.
subscribe('http.client.request.start', count);
subscribe('undici:request:create', count);

/**
 * What a call that must fail told its caller: the class of the error, the HTTP status, the first code and message of
 * `.errors`, and how many requests it took.
 * @throws Error when the call succeeds
 */
export const describeFailure = async (Cloudflare, call) => {
  const requestsBefore = requests;
  try {
    await call();
  } catch (error) {
    const [first] = error.errors ?? [];
    return {
      class: error.constructor.name,
      isExported: error instanceof (Cloudflare[error.constructor.name] ?? (() => undefined)),
      status: error.status,
      code: first?.code,
      message: first?.message,
      requests: requests - requestsBefore,
    };
  }
  throw new Error('The call succeeded');
};
