import { quoted } from './gateway-responses';

/** The methods of an upload URL, in CORS headers and in the `Allow` of every 405 (contract 4.1). */
export const ALLOWED_METHODS = quoted('POST, PUT, OPTIONS');

/** On every answer of the upload endpoint (contract 4.4); no credentials, and none of it on the control API. */
const HEADERS = {
  'Access-Control-Allow-Methods': ALLOWED_METHODS,
  'Access-Control-Allow-Headers': quoted('*, content-type, x-requested-with'),
  'Access-Control-Max-Age': quoted('86400'),
};

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/** True for `*` and for one origin: then the header is the same for everyone. */
const isFixed = (allowedOrigins: readonly string[]): boolean => allowedOrigins.length === 1;

/** CORS headers of answers made by an integration, in API Gateway's mapping syntax. */
export const answerHeaders = (allowedOrigins: readonly string[]): Record<string, string> => ({
  ...HEADERS,
  ...(isFixed(allowedOrigins)
    ? { [ALLOW_ORIGIN]: quoted(allowedOrigins[0] ?? '') }
    : { Vary: quoted('Origin') }),
});

/**
 * CORS headers of API Gateway's own answers. They cannot run a template, so with several origins they repeat the
 * request's: such an answer holds an error without anyone's data, and it is sent without credentials.
 */
export const gatewayHeaders = (allowedOrigins: readonly string[]): Record<string, string> => ({
  ...answerHeaders(allowedOrigins),
  ...(isFixed(allowedOrigins) ? {} : { [ALLOW_ORIGIN]: 'method.request.header.Origin' }),
});

/**
 * VTL that allows the request's origin when it is a listed one; empty when the header is the same for everyone.
 * Header names keep the case that the client sent, and HTTP/2 clients send lower case.
 */
export const allowListedOrigin = (allowedOrigins: readonly string[]): string =>
  isFixed(allowedOrigins)
    ? ''
    : [
        '#set($headers = $input.params().header)',
        ...allowedOrigins.map(
          (origin) =>
            `#if($headers.get("Origin") == "${origin}" || $headers.get("origin") == "${origin}")#set($context.responseOverride.header.${ALLOW_ORIGIN} = "${origin}")#end`,
        ),
      ].join('');
