/**
 * Ports of 127.0.0.1 that the suites' services may fetch images from, though no client may send them there otherwise. They are
 * fixed, because an app with other settings is bundled anew, and several, because one may be taken.
 */
export const FETCHABLE_PORTS: readonly number[] = [41871, 41872, 41873, 41874, 41875];
