import { Duration } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { globalName } from './global-name';

/** What the edge function reduces `Accept` to; no other header of the viewer decides which picture it gets. */
const FORMAT_HEADER = 'x-image-format';

/**
 * What makes two requests the same to the edge's cache: the path, the format the viewer takes, and the whole query. The
 * query is there for signatures alone, because the edge function drops it from every request that is not signed: an
 * answer given for one `exp` and `sig` is never found by another request.
 *
 * Nothing is kept without being told to (`defaultTtl` 0), and nothing longer than `edgeTtlSeconds`, whatever the
 * browser is told. CloudFront serves stale answers while it asks again for that long once more at most (developer
 * guide, "Expiration"), so twice that is the bound of a purge that failed.
 */
export const createDeliveryCachePolicy = (scope: Construct, edgeTtlSeconds: number): CachePolicy =>
  new CachePolicy(scope, 'CachePolicy', {
    cachePolicyName: globalName(scope, 'cache'),
    comment: 'Images by path, accepted format and signature',
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.seconds(edgeTtlSeconds),
    headerBehavior: CacheHeaderBehavior.allowList(FORMAT_HEADER),
    queryStringBehavior: CacheQueryStringBehavior.all(),
    cookieBehavior: CacheCookieBehavior.none(),
    // CloudFront compresses only what comes with a Content-Length, and a streamed answer has none: telling viewers apart by
    // Accept-Encoding would keep each answer several times, all of them alike.
    enableAcceptEncodingGzip: false,
    enableAcceptEncodingBrotli: false,
  });
