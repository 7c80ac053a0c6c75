import { gzipSync } from 'node:zlib';
import type { MiddlewareObj } from '@middy/core';
import { invalidRequest } from '../core/errors';
import type { ControlAnswer } from './control-event';
import type { ControlRequest } from './control-request';
import { headerOf } from './header';

/** Below this the work costs more than the transfer. */
const MIN_BYTES = 256 * 1024;
/** What Lambda passes on, headers and JSON escapes included, is 6 MB. */
const MAX_BYTES = 6_000_000;

const acceptsGzip = (event: ControlRequest): boolean =>
  /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(
    headerOf(event, 'accept-encoding'),
  );

const gzip = (response: ControlAnswer, body: string): ControlAnswer => ({
  ...response,
  headers: { ...response.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
  body: gzipSync(body).toString('base64'),
  isBase64Encoded: true,
});

/**
 * Compresses long lists, so that a numbered page of up to 10,000 images (contract 3.9) fits into what Lambda may
 * answer; refuses the request when it does not.
 */
export const compressAnswer = (): MiddlewareObj<ControlRequest, ControlAnswer> => ({
  after: function compressAnswerAfter(request): void {
    const { event, response } = request;
    const body = response?.body ?? '';
    if (!response || response.isBase64Encoded || body.length < MIN_BYTES) return;
    const answer = acceptsGzip(event) ? gzip(response, body) : response;
    if (Buffer.byteLength(JSON.stringify(answer), 'utf8') > MAX_BYTES) {
      throw invalidRequest('per_page: the page is too large for one answer; ask for fewer images');
    }
    request.response = answer;
  },
});
