/** An element of this page by its id. */
export const element = (id) => document.getElementById(id);

/** Bytes as people read them, e.g. `1.4 MB`. */
export const formatBytes = (bytes) => {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), units.length - 1);
  return `${(bytes / 1024 ** power).toFixed(power > 1 ? 1 : 0)} ${units[power]}`;
};

const STEPS = ['link', 'upload', 'publish'];

/**
 * Marks one step; the ones before it are done, the ones after it wait.
 * @param {'link' | 'upload' | 'publish' | 'end'} current
 * @param {'active' | 'failed'} [state]
 */
export const showStep = (current, state = 'active') => {
  const position = current === 'end' ? STEPS.length : STEPS.indexOf(current);
  STEPS.forEach((step, index) => {
    element(`step-${step}`).dataset.state =
      index < position ? 'done' : index === position ? state : 'waiting';
  });
};

/** Says in words what happens, for the eye and for screen readers. */
export const say = (text) => {
  element('status').textContent = text;
};

/** Moves the progress bar; the fraction is of the whole request. */
export const showSent = (fraction, totalBytes) => {
  element('upload-bar').value = fraction;
  element('upload-amount').textContent =
    `${formatBytes(fraction * totalBytes)} of ${formatBytes(totalBytes)}`;
};

/** Shows what went wrong and what can be done; without arguments, takes the message away. */
export const showProblem = (title, text = '', advice = '') => {
  element('problem').hidden = title === undefined;
  element('problem-title').textContent = title ?? '';
  element('problem-text').textContent = text;
  element('problem-advice').textContent = advice;
};

/** Shows the chosen file with a small preview, or the invitation to choose one. */
export const showFile = (file) => {
  const preview = element('preview');
  if (preview.src) URL.revokeObjectURL(preview.src);
  preview.hidden = true;
  preview.removeAttribute('src');
  element('file-name').textContent = file ? file.name : 'Choose a picture or drop it here';
  element('file-hint').textContent = file
    ? formatBytes(file.size)
    : 'JPEG, PNG, GIF, WebP, SVG, AVIF or HEIC';
  if (!file) return;
  preview.onload = () => {
    preview.hidden = false;
  };
  preview.src = URL.createObjectURL(file);
};
