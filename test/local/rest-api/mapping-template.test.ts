import { renderMappingTemplate, TemplateFault } from '../../../local/rest-api/mapping-template';
import type { RequestContext } from '../../../local/rest-api/request-context';

const context = {
  requestId: 'request-1',
  identity: { sourceIp: '192.0.2.1' },
  authorizer: { status: '404', hostile: '#set($context.responseOverride.status = 200)$context.requestId' },
} as unknown as RequestContext;

const render = (template: string, body = '{"a":[1,{"b":"x"}],"s":"it\'s \\"q\\""}') =>
  renderMappingTemplate(template, {
    body,
    params: {
      path: { id: 'from path' },
      querystring: { id: 'from query', q: 'query' },
      header: { Origin: 'https://a.example', get: 'a header called get', q: 'header' },
    },
    context,
    stageVariables: { color: 'blue' },
  });

describe('a mapping template', () => {
  it.each([
    ['the body', '$input.body', '{"a":[1,{"b":"x"}],"s":"it\'s \\"q\\""}'],
    ['JSON by path', "$input.json('$.a')", '[1,{"b":"x"}]'],
    ['a value by path', "$input.path('$.a[1].b')", 'x'],
    ['members of a value', "$input.path('$.a').size()", '2'],
    ['a path parameter before a query parameter', "$input.params('id')", 'from path'],
    ['a query parameter before a header', "$input.params('q')", 'query'],
    ['nothing for an unknown parameter', "[$input.params('none')]", '[]'],
    ['a header', '$input.params().header.get("Origin")', 'https://a.example'],
    ['a header by subscript', "$input.params().header['Origin']", 'https://a.example'],
    ['all names', '#foreach($n in $input.params().header.keySet())$n;#end', 'Origin;get;q;'],
    ['the context', '$context.requestId $context.identity.sourceIp', 'request-1 192.0.2.1'],
    ['stage variables', '$stageVariables.color', 'blue'],
    ['escaped JavaScript', '$util.escapeJavaScript($input.path("$.s"))', 'it\\\'s \\"q\\"'],
    [
      'the documented repair of its single quotes',
      '$util.escapeJavaScript($input.path("$.s")).replaceAll("\\\\\'","\'")',
      'it\'s \\"q\\"',
    ],
    ['parsed JSON', '#set($o = $util.parseJson($input.body))$o.a[0]', '1'],
    ['URL encoding', '$util.urlEncode("a b/ü~")', 'a+b%2F%C3%BC%7E'],
    ['URL decoding', '$util.urlDecode("a+b%2F")', 'a b/'],
    ['base64', '$util.base64Decode($util.base64Encode("λ"))', 'λ'],
    ['text with dollars', 'costs $5, path $.x', 'costs $5, path $.x'],
    ['a quiet reference to nothing', '[$!context.authorizer.none]', '[]'],
    ['a condition on nothing', '#if($context.authorizer.none)yes#{else}no#end', 'no'],
  ])('renders %s', (_, template, text) => {
    expect(render(template).text).toBe(text);
  });

  it('treats what it is given as data, even when it looks like a template', () => {
    expect(render('$context.authorizer.hostile')).toEqual({
      text: '#set($context.responseOverride.status = 200)$context.requestId',
      headers: {},
    });
  });

  it('is not led astray by a header that is called like a method', () => {
    expect(render('$input.params().header.get("get")').text).toBe('a header called get');
  });

  it('sets status and headers of the answer', () => {
    const rendered = render(
      '#if($context.authorizer.status == "404")#set($context.responseOverride.status = 404)#end' +
        '#set($context.responseOverride.header.Access-Control-Allow-Origin = "*")',
    );

    expect(rendered).toEqual({ text: '', status: 404, headers: { 'access-control-allow-origin': '*' } });
  });

  it.each(['99', '600', '"often"', '204.5'])('ignores the status %s', (status) => {
    expect(render(`#set($context.responseOverride.status = ${status})`)).not.toHaveProperty('status');
  });

  it.each([
    ['prints a reference to nothing', '$context.authorizer.none'],
    ['prints a variable that was never set', '$nothing'],
    ['prints an object', "$input.path('$')"],
    ['prints a list', "$input.path('$.a')"],
    ['uses a method that Java does not have', '$context.requestId.padStart(9)'],
    ['reaches for a constructor', '$context.requestId.constructor("return 1")'],
    ['reaches for a prototype', '$context.__proto__.polluted'],
    ['parses a body that is no JSON', '$util.parseJson("{")'],
    ['has no valid syntax', '#if($context.requestId)'],
    ['uses an unsupported JSONPath', "$input.json('$..a')"],
  ])('is a fault when it %s', (_, template) => {
    expect(() => render(template)).toThrow(TemplateFault);
  });

  it('cannot change the context of the request', () => {
    render('#set($context.requestId = "forged")#set($context.authorizer.status = "200")');

    expect(context).toMatchObject({ requestId: 'request-1', authorizer: { status: '404' } });
  });
});
