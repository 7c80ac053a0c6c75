import fc from 'fast-check';
import { renderMappingTemplate } from '../../../local/rest-api/mapping-template';
import type { RequestContext } from '../../../local/rest-api/request-context';

/** Text as an attacker would write it: pieces of VTL among anything else. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '#set($a = 1)',
        '$context.requestId',
        '#end',
        '#if(true)',
        '${',
        '}',
        '$!',
        '#',
        '\\',
        '"',
        '##',
        '#*',
        '*#',
        '$util.',
      ),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

const scope = (text: string) => ({
  body: text,
  params: { path: { p: text }, querystring: { q: text }, header: { h: text } },
  context: { requestId: 'r', authorizer: { a: text } } as unknown as RequestContext,
  stageVariables: { s: text },
});

describe('values in a mapping template', () => {
  it.each([
    ['the authorizer', '$context.authorizer.a'],
    ['a path parameter', "$input.params('p')"],
    ['a query parameter', "$input.params('q')"],
    ['a header', "$input.params().header.get('h')"],
    ['a stage variable', '$stageVariables.s'],
    ['a variable', '#set($v = $context.authorizer.a)$v'],
    ['a string around one', '#set($v = "$context.authorizer.a")$v'],
  ])('print exactly what %s holds, whatever it looks like', (_, template) => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(renderMappingTemplate(`[${template}]`, scope(text))).toEqual({
          text: `[${text}]`,
          headers: {},
        });
      }),
      { numRuns: 200 },
    );
  });

  it('stay one JSON string after escapeJavaScript, single quotes repaired', () => {
    const template = '"$util.escapeJavaScript($context.authorizer.a).replaceAll("\\\\\'","\'")"';

    fc.assert(
      fc.property(hostile, (text) => {
        expect(JSON.parse(renderMappingTemplate(template, scope(text)).text)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
