/** The host name of a URL; of an address the address itself: `[::1]` is how a URL writes `::1`. */
export const hostnameOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
