import { branch, leaf, xmlDocument } from '../../../local/s3/http/xml';

describe('xmlDocument', () => {
  it('escapes text, and control characters as S3 writes them', () => {
    const xml = xmlDocument('Root', [leaf('Key', 'a<b>&"\u0001\r\uffff\n'), undefined, branch('Empty', [])]);

    expect(xml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Root xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
        '<Key>a&lt;b&gt;&amp;&quot;&#x1;&#xd;&#xffff;\n</Key><Empty></Empty></Root>',
    );
  });
});
