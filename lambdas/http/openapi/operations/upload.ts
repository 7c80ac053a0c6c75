import { failureSchema, GATEWAY_TEXT, headerRefs, type Response, type Responses } from '../failures';
import { schemaRef } from '../json-schema';
import type { Operation } from '../operation';

const failure = (
  description: string,
  codes: readonly number[],
  headers: readonly string[] = [],
): Response => ({
  description,
  headers: headerRefs([...headers, 'access-control-allow-origin']),
  content: { 'application/json': { schema: failureSchema(codes) } },
});

const tooLarge = failure(
  '7011: the request is larger than the deployment takes. In plain text and without CORS headers: it is over 10 MB, and API Gateway itself refused it.',
  [7011],
);

const FINAL = ['x-should-retry'];

/** Contract 4.2, 4.3; always JSON, and with CORS headers. The statuses are those of the upload endpoint's templates. */
const ANSWERS: Responses = {
  '200': {
    description:
      'Stored. The bytes are checked afterwards: the image stays `draft: true` until they are published, and `uploadError` says why they were not.',
    headers: headerRefs(['access-control-allow-origin']),
    content: { 'application/json': { schema: schemaRef('ImageAnswer') } },
  },
  '400': failure('5400: the upload URL has expired, or cannot be read.', [5400]),
  '404': failure(
    '5404: nobody was promised this upload. 7003: the path is no upload URL.',
    [5404, 7003],
    FINAL,
  ),
  '409': failure('5409: the upload URL was used.', [5409], FINAL),
  '413': { ...tooLarge, content: { ...tooLarge.content, ...GATEWAY_TEXT } },
  '429': failure(
    '10429: too many requests of this method from all callers together.',
    [10429],
    ['retry-after'],
  ),
  '5XX': failure('1001: an error that is not the caller’s; the URL is still usable.', [1001]),
};

const upload = (operationId: string, summary: string, description: string): Operation => ({
  operationId,
  tag: 'Direct uploads',
  summary,
  description,
  body: { schema: 'Upload', as: 'file', required: true },
  answer: ANSWERS,
  errors: [],
});

/** The path of `uploadURL`, on a host of its own. */
export const UPLOAD_PATH = '/{account_hash}/{object}';

/** What `uploadURL` takes; clients use it as it is and take nothing from its parts. */
export const UPLOAD_OPERATIONS = {
  post: upload(
    'upload',
    'Upload by `uploadURL`',
    'Send the form to `uploadURL` as it is, without a token. One upload; an upload that is refused does not use it up.',
  ),
  put: upload('uploadByPut', 'Upload by `uploadURL` with PUT', 'The same as `POST`.'),
} as const satisfies Record<string, Operation>;
