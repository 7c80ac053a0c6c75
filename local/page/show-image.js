import { element } from './view.js';

const variantName = (url) => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');

/** One delivered variant: the picture, its name as a link, its size in pixels once it is there. */
const variantFigure = (url) => {
  const figure = document.createElement('figure');
  const picture = document.createElement('img');
  const caption = document.createElement('figcaption');
  const link = document.createElement('a');
  const size = document.createElement('span');
  size.className = 'hint';
  link.href = url;
  link.textContent = variantName(url);
  picture.alt = `Variant ${variantName(url)}`;
  picture.addEventListener('load', () => {
    size.textContent = ` ${picture.naturalWidth} × ${picture.naturalHeight}`;
  });
  picture.addEventListener('error', () => {
    picture.remove();
    size.textContent = ' is not delivered';
  });
  picture.src = url;
  caption.append(link, size);
  figure.append(picture, caption);
  return figure;
};

const fact = (name, value) => {
  const term = document.createElement('dt');
  const description = document.createElement('dd');
  term.textContent = name;
  description.textContent = value;
  return [term, description];
};

/**
 * Shows a published image: its variants as pictures, then what the API says about it.
 * @param {{ id: string, filename: string | null, uploaded: string, meta?: object, variants: string[] }} image
 */
export const showImage = (image) => {
  element('variants').replaceChildren(...image.variants.map(variantFigure));
  element('facts').replaceChildren(
    ...fact('Id', image.id),
    ...fact('File name', image.filename ?? 'none'),
    ...fact('Link made', new Date(image.uploaded).toLocaleString()),
    ...fact('Metadata', JSON.stringify(image.meta ?? {})),
  );
  element('json').textContent = JSON.stringify(image, null, 2);
  element('result').hidden = false;
  element('result-title').focus();
};
