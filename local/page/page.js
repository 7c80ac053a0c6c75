import { requestUploadLink } from './backend.js';
import { sendFile } from './send-file.js';
import { showImage } from './show-image.js';
import { element, say, showFile, showProblem, showSent, showStep } from './view.js';
import { waitForPublish } from './wait-for-publish.js';

const form = element('form');
const fileInput = element('file');
const submitButton = element('submit');
const reuseButton = element('reuse');

/** The link in use. */
let link;

const setBusy = (isBusy) => {
  form.setAttribute('aria-busy', String(isBusy));
  submitButton.disabled = isBusy || fileInput.files.length === 0;
  reuseButton.disabled = isBusy || fileInput.files.length === 0;
  reuseButton.hidden = link === undefined;
};

const clear = () => {
  showProblem();
  element('result').hidden = true;
  element('progress').hidden = false;
  showSent(0, fileInput.files[0].size);
};

const TITLES = {
  link: 'No link was given',
  upload: 'The upload was refused',
  publish: 'The picture was refused',
};

const advice = (step, error) => {
  if (error.code === 5409) return 'A link works once. Press “Upload” to get a new one.';
  if (link !== undefined && step !== 'link')
    return 'The link is still good: choose another file and use it again.';
  return '';
};

const fail = (step, error) => {
  showStep(step, 'failed');
  say('');
  const code = error.code === undefined ? '' : `${error.code}: `;
  showProblem(TITLES[step], `${code}${error.message}`, advice(step, error));
};

const getLink = async () => {
  showStep('link');
  say('Asking for a one-time link…');
  const caption = element('caption').value.trim();
  link = await requestUploadLink(caption === '' ? {} : { caption });
};

const send = async (file) => {
  showStep('upload');
  say(`Sending ${file.name}…`);
  await sendFile(link, file, (fraction) => showSent(fraction, file.size));
  showSent(1, file.size);
};

const publish = async () => {
  showStep('publish');
  say('Checking the picture…');
  const image = await waitForPublish(link.id);
  showStep('end');
  say('Published.');
  showImage(image);
};

/** Runs the whole way with a new link, or from the second step with the one at hand. */
const upload = async ({ reuse }) => {
  const [file] = fileInput.files;
  clear();
  setBusy(true);
  let step = 'link';
  try {
    if (!reuse) await getLink();
    step = 'upload';
    await send(file);
    step = 'publish';
    await publish();
  } catch (error) {
    fail(step, error);
  } finally {
    setBusy(false);
  }
};

fileInput.addEventListener('change', () => {
  showFile(fileInput.files[0]);
  setBusy(false);
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void upload({ reuse: false });
});
reuseButton.addEventListener('click', () => void upload({ reuse: true }));

const drop = element('drop');
for (const type of ['dragenter', 'dragover']) drop.addEventListener(type, () => drop.classList.add('over'));
for (const type of ['dragleave', 'drop']) drop.addEventListener(type, () => drop.classList.remove('over'));

showFile(fileInput.files[0]);
setBusy(false);
