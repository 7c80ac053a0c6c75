/**
 * Ports of 127.0.0.1 that the suites' services may fetch images from, though no client may send them there otherwise. They are
 * fixed, because an app with other settings is bundled anew, and several, because one may be taken.
 */
export const FETCHABLE_PORTS: readonly number[] = [41871, 41872, 41873, 41874, 41875];

/** The same for webhooks: where the suites' services may send events, without TLS. */
export const WEBHOOK_PORTS: readonly number[] = [41881, 41882, 41883, 41884, 41885];
