const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  "'": "\\'",
  '/': '\\/',
  '\\': '\\\\',
};

/** As Apache Commons' `escapeEcmaScript`, which escapes quotes of both kinds: `\'` is not valid in JSON. */
const escapeJavaScript = (value: unknown): string =>
  String(value).replace(/[\b\f\n\r\t"'/\\]|[^ -~]/g, (unit) => NAMED_ESCAPES[unit] ?? hexEscape(unit));

const hexEscape = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** As Java's `URLEncoder`: a space is `+`, only `.`, `-`, `*`, `_` and letters and digits stay. */
const urlEncode = (value: unknown): string =>
  encodeURIComponent(String(value))
    .replace(/[!'()~]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');

/** `$util` of a mapping template (API Gateway developer guide, "Mapping template reference"). */
export const templateUtil = () => ({
  escapeJavaScript,
  parseJson: (text: string): unknown => JSON.parse(text),
  urlEncode,
  urlDecode: (text: string): string => decodeURIComponent(String(text).replaceAll('+', ' ')),
  base64Encode: (text: string): string => Buffer.from(String(text)).toString('base64'),
  base64Decode: (text: string): string => Buffer.from(String(text), 'base64').toString('utf8'),
});
