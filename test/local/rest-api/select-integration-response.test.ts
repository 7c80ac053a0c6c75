import { selectIntegrationResponse } from '../../../local/rest-api/integration-response';

const response = (StatusCode: string, SelectionPattern?: string) => ({
  StatusCode,
  ...(SelectionPattern !== undefined && { SelectionPattern }),
  ContentHandling: undefined,
  ResponseParameters: {},
  ResponseTemplates: {},
});

describe('selection of an integration response', () => {
  it('matches the whole status', () => {
    const responses = [response('200', '2\\d{2}'), response('409', '409|412'), response('500')];

    expect(selectIntegrationResponse(responses, '204').StatusCode).toBe('200');
    expect(selectIntegrationResponse(responses, '412').StatusCode).toBe('409');
    expect(selectIntegrationResponse([response('200', '20'), response('500')], '200').StatusCode).toBe('500');
  });

  it('is a fault when two match, because their order is not documented', () => {
    const responses = [response('200', '4\\d{2}'), response('409', '412')];

    expect(() => selectIntegrationResponse(responses, '412')).toThrow(/several selection patterns/);
  });

  it('takes the default when there is nothing to match, however wide a pattern is', () => {
    const responses = [response('500', '(.|\\n)*'), response('200')];

    expect(selectIntegrationResponse(responses, undefined).StatusCode).toBe('200');
    expect(selectIntegrationResponse(responses, 'two\nlines').StatusCode).toBe('500');
  });

  it('lets a dot match no line break, as in Java', () => {
    expect(selectIntegrationResponse([response('500', '.+'), response('200')], 'a\nb').StatusCode).toBe(
      '200',
    );
  });

  it('is a fault when nothing matches and there is no default', () => {
    expect(() => selectIntegrationResponse([response('200', '200')], '500')).toThrow(
      /no integration response/,
    );
  });
});
