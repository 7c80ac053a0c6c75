import type { ControlAnswer, ControlEvent, RouteHandler } from '../../../lambdas/http/control-event';
import { createControlHandler } from '../../../lambdas/http/control-handler';
import { success } from '../../../lambdas/http/envelope';
import { ACCOUNT, secondsLater } from '../image-fixtures';
import { InMemoryTokens } from '../in-memory/in-memory-tokens';
import { RecordingLogger } from '../in-memory/recording-logger';
import { type ClientRequest, controlEvent, lambdaContext } from './control-request';

/** The route of the API under test that reads. */
export const GET = 'GET /client/v4/accounts/{account_id}/images/v1/{image_id+}';
/** The route of the API under test that writes. */
export const POST = 'POST /client/v4/accounts/{account_id}/images/v2/direct_upload';

/**
 * The middlewares around two routes that `answer` answers. Its tokens: `editor`, `reader` (may not edit) and `foreign`
 * (of another account); its clock goes on by a millisecond each time it is read.
 */
export const setUpControlApi = (answer: RouteHandler = async () => success({})) => {
  const logger = new RecordingLogger();
  const seen: ControlEvent[] = [];
  const record: RouteHandler = (event) => {
    seen.push(event);
    return answer(event);
  };
  const tokens = new InMemoryTokens()
    .add('editor', { accountId: ACCOUNT })
    .add('reader', { accountId: ACCOUNT, permissions: 'read' })
    .add('foreign', { accountId: 'account-2' });
  let ticks = 0;
  const clock = () => secondsLater(ticks++ / 1000);
  const handler = createControlHandler({ [GET]: record, [POST]: record }, { tokens, clock, logger });
  const send = async (request: Partial<ClientRequest> = {}): Promise<ControlAnswer> =>
    handler(
      controlEvent({
        routeKey: GET,
        pathParameters: { account_id: ACCOUNT, image_id: 'a/b' },
        headers: { authorization: 'Bearer editor', ...request.headers },
        ...request,
      }),
      lambdaContext(),
    );
  return { send, seen, logger };
};

/** The same when its handlers throw. */
export const failingControlApi = (error: unknown) => setUpControlApi(() => Promise.reject(error));

/** The envelope of an answer. */
export const bodyOf = (response: ControlAnswer) => JSON.parse(response.body);
