/** A URL's host as lists of exempt hosts name it: `host:port`, with the port that the scheme implies. */
export const exemptHostOf = (address: string): string => {
  const { hostname, port, protocol } = new URL(address);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
};
