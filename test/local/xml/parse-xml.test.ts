import { childOf, childText, parseXml } from '../../../local/xml/parse-xml';

describe('parseXml', () => {
  it('reads elements, text, entities, CDATA, comments and attributes', () => {
    const xml =
      '<?xml version="1.0"?><!-- a --><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object>' +
      "<Key>a &amp; &lt;b&gt; &#252;&#x1F600;<![CDATA[<&c>]]></Key></Object><Quiet a='1'/></Delete>\n";

    const root = parseXml(xml);

    expect(root?.name).toBe('Delete');
    expect(root?.children.map(({ name }) => name)).toEqual(['Object', 'Quiet']);
    expect(childText(childOf(root, 'Object'), 'Key')).toBe('a & <b> ü😀<&c>');
    expect(childText(root, 'Quiet')).toBe('');
    expect(childText(root, 'None')).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['text only', 'Delete'],
    ['an element that is not closed', '<a><b></b>'],
    ['elements that cross', '<a><b></a></b>'],
    ['a closing too many', '<a></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text around the root', '<a/>b'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an entity of its own', '<a>&x;</a>'],
    ['a bare ampersand', '<a>b & c</a>'],
    ['a character that is none', '<a>&#xD800;</a>'],
    ['a character past the last', '<a>&#x110000;</a>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['too many levels', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
  ])('refuses %s', (_, xml) => {
    expect(parseXml(xml)).toBeUndefined();
  });
});
