import { callJavaMethod } from '../../../local/rest-api/java-methods';

const call = (context: unknown, property: string, ...params: unknown[]) =>
  callJavaMethod({ context, property, params })?.result;

describe('methods of Java values in a template', () => {
  it.each([
    ['charAt', 'abc', [1], 'b'],
    ['concat', 'a', ['b'], 'ab'],
    ['contains', 'abc', ['bc'], true],
    ['endsWith', 'abc', ['bc'], true],
    ['equals', 'a', ['A'], false],
    ['equalsIgnoreCase', 'a', ['A'], true],
    ['indexOf', 'abcb', ['b'], 1],
    ['isEmpty', '', [], true],
    ['lastIndexOf', 'abcb', ['b'], 3],
    ['length', 'abc', [], 3],
    ['matches', 'abc', ['a.'], false],
    ['matches', 'abc', ['a.c'], true],
    ['replace', 'a.b.c', ['.', '$&'], 'a$&b$&c'],
    ['replaceAll', 'a1b22', ['(\\d+)', '<$1>'], 'a<1>b<22>'],
    ['replaceAll', "it\\'s", ["\\\\'", "'"], "it's"],
    ['replaceAll', 'a', ['a', '\\$'], '$'],
    ['replaceFirst', 'aa', ['a', 'b'], 'ba'],
    ['split', 'a,b', [','], ['a', 'b']],
    ['startsWith', 'abc', ['ab'], true],
    ['substring', 'abc', [1], 'bc'],
    ['substring', 'abc', [0, 1], 'a'],
    ['toLowerCase', 'AB', [], 'ab'],
    ['toString', 'a', [], 'a'],
    ['toUpperCase', 'ab', [], 'AB'],
    ['trim', ' a ', [], 'a'],
  ])('String.%s of %j with %j is %j', (name, text, params, expected) => {
    expect(call(text, name, ...params)).toEqual(expected);
  });

  it.each([
    ['get', ['a'], 1],
    ['get', ['toString'], undefined],
    ['containsKey', ['a'], true],
    ['containsKey', ['__proto__'], false],
    ['keySet', [], ['a', 'get']],
    [
      'entrySet',
      [],
      [
        { key: 'a', value: 1 },
        { key: 'get', value: 'own' },
      ],
    ],
    ['values', [], [1, 'own']],
    ['size', [], 2],
    ['isEmpty', [], false],
  ])('Map.%s with %j is %j', (name, params, expected) => {
    expect(call({ a: 1, get: 'own' }, name, ...params)).toEqual(expected);
  });

  it.each([
    ['get', [1], 'b'],
    ['contains', ['a'], true],
    ['size', [], 2],
    ['isEmpty', [], false],
  ])('List.%s with %j is %j', (name, params, expected) => {
    expect(call(['a', 'b'], name, ...params)).toEqual(expected);
  });

  it('do not exist for numbers and nothing', () => {
    expect(callJavaMethod({ context: 1, property: 'toFixed', params: [] })).toBeUndefined();
    expect(callJavaMethod({ context: null, property: 'get', params: [] })).toBeUndefined();
  });

  it.each([
    ['a', 'constructor'],
    ['a', 'padStart'],
    [['a'], 'push'],
    [{}, 'hasOwnProperty'],
  ])('are refused when Java has none: %j.%s', (value, name) => {
    expect(() => call(value, name)).toThrow(/knows no method/);
  });
});
