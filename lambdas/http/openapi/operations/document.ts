import type { Operation } from '../operation';

/** The route that is answered without a token. */
export const DOCUMENT_OPERATION: Operation = {
  operationId: 'getOpenApiDocument',
  tag: 'Document',
  summary: 'Get this document',
  answer: {
    '200': {
      description: 'OpenAPI 3.1.',
      content: { 'application/json': { schema: { type: 'object', required: ['openapi', 'info', 'paths'] } } },
    },
  },
  errors: [],
};
