import document from '../../../docs/openapi.json';
import { createHandler, type ReadDeps } from '../../../lambdas/read/handler';
import { controlEvent, lambdaContext } from '../../support/control/control-request';
import { NOW } from '../../support/image-fixtures';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

/** Whatever the answer would need beside these is not there, so the test would fail. */
const handlerOf = (logger: RecordingLogger) =>
  createHandler({ clock: () => NOW, logger } as unknown as ReadDeps);

describe('GET openapi.json', () => {
  it('answers with the document, without a token and without reading anything', async () => {
    const logger = new RecordingLogger();

    const response = await handlerOf(logger)(
      controlEvent({ routeKey: 'GET /client/v4/openapi.json' }),
      lambdaContext(),
    );

    if (typeof response === 'string') throw new Error('not a structured answer');
    expect(response).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
    });
    expect(JSON.parse(response.body ?? '')).toEqual(document);
    expect(JSON.stringify(logger)).toContain('Request answered');
  });
});
