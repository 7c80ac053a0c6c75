import { InMemorySettings } from '../../support/in-memory/in-memory-settings';
import { describeSettings } from '../../support/ports/settings-behaviour';

describe('settings in memory', () => {
  describeSettings(async () => {
    const settings = new InMemorySettings();
    return { settings, editor: settings };
  });
});
