import type { ControlAnswer } from '../http/control-event';

/** It changes with a deployment only, and pages that show API documents load it from anywhere. */
const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
};

/** The OpenAPI document (docs/openapi.json). Loaded when it is asked for: a cold start does not pay for it. */
export const openApiAnswer = async (): Promise<ControlAnswer> => {
  const { default: document } = await import('../../docs/openapi.json');
  return { statusCode: 200, headers: HEADERS, body: JSON.stringify(document) };
};
