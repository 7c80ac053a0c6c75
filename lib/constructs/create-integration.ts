import {
  ContentHandling,
  type Integration,
  type MethodResponse,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { INTERNAL_ERROR } from './failure-body';
import { functionIntegration } from './function-integration';
import { FINAL } from './gateway-responses';

/**
 * The longest body that is handed to a function, as text of the event: Lambda takes events of 6,291,456 bytes, headers
 * included. In base64, whose slashes are escaped, it is about 4.4 MB of body.
 */
const MAX_BODY_CHARACTERS = 6_000_000;

/** As text of a JSON string; JavaScript's escape of an apostrophe is none in JSON (AWS, `$util.escapeJavaScript`). */
const jsonText = (value: string): string => `$util.escapeJavaScript(${value}).replaceAll("\\\\'","'")`;

/**
 * The function's event, of which clients can decide values and no structure: a security invariant, because what is not
 * escaped here could be a request that API Gateway never took.
 */
const EVENT = [
  `#set($body = ${jsonText('$input.body')})`,
  '{"httpMethod":"$context.httpMethod",',
  `"requestContext":{"requestId":"$context.requestId","path":"${jsonText('$context.path')}"},`,
  '"headers":{',
  '#foreach($name in $input.params().header.keySet())',
  `"${jsonText('$name')}":"${jsonText('$input.params().header.get($name)')}"#if($foreach.hasNext),#end`,
  '#end},',
  `#if($body.length() > ${MAX_BODY_CHARACTERS})`,
  '"body":null,"isBase64Encoded":false,"bodyTooLarge":true}',
  '#else',
  '"body":"$body","isBase64Encoded":true}',
  '#end',
].join('');

/**
 * What the function says is the answer, as with a proxy integration. Whether an API whose bodies are all binary takes the
 * function's JSON for binary is not documented; converted to text it would be base64 then. The content type is written as
 * API Gateway writes its own, so that it takes the place of that one.
 */
const ANSWER = [
  '#set($json = $input.body)',
  '#if(!$json.startsWith("{"))#set($json = $util.base64Decode($json))#end',
  '#set($answer = $util.parseJson($json))',
  '#set($context.responseOverride.status = $answer.statusCode)',
  '#foreach($name in $answer.headers.keySet())',
  '#set($header = $name)#if($name == "content-type")#set($header = "Content-Type")#end',
  '#set($context.responseOverride.header[$header] = $answer.headers.get($name))',
  '#end',
  '$answer.body',
].join('');

/** A function that failed reports `errorMessage`, which this matches whatever it says. */
const ANY_ERROR = '(.|\\n)+';

/**
 * The integration of `POST …/images/v1`. A proxy integration fails with API Gateway's own answer when a body is longer
 * than Lambda takes; this one leaves such a body out and says so, and the function can tell the caller to use a direct
 * upload. Content types without a template must not pass: a body that is passed as it is would be the event.
 */
export const createIntegration = (handler: IFunction): Integration =>
  functionIntegration(handler, false, {
    // Bodies are binary to this API; a template needs text, which is base64 then.
    contentHandling: ContentHandling.CONVERT_TO_TEXT,
    passthroughBehavior: PassthroughBehavior.NEVER,
    requestTemplates: {
      'application/json': EVENT,
      'multipart/form-data': EVENT,
      'application/x-www-form-urlencoded': EVENT,
    },
    integrationResponses: [
      {
        statusCode: '200',
        contentHandling: ContentHandling.CONVERT_TO_TEXT,
        responseTemplates: { 'application/json': ANSWER },
      },
      {
        statusCode: '500',
        selectionPattern: ANY_ERROR,
        contentHandling: ContentHandling.CONVERT_TO_TEXT,
        responseParameters: { 'method.response.header.x-should-retry': FINAL['x-should-retry'] },
        responseTemplates: { 'application/json': INTERNAL_ERROR },
      },
    ],
  });

/** Method responses must declare every status and header that an integration response sets. */
export const CREATE_RESPONSES: MethodResponse[] = [
  { statusCode: '200' },
  { statusCode: '500', responseParameters: { 'method.response.header.x-should-retry': true } },
];
