/** Who may be asked for a file, and who may see the token with it. */
export interface TrustedHosts {
  /** `token`: ask with the token; `plain`: a host of Slack's that gets no token; `never`: not to be asked at all. */
  trust(url: URL): 'token' | 'plain' | 'never';
}

const SLACK = /^(?:[a-z0-9-]+\.)*(?:slack\.com|slack-files\.com)$/;
/** Slack's edge takes signed addresses that Slack itself sends on to (nextlevelbuilder/goclaw#233). */
const EDGE = /^(?:[a-z0-9-]+\.)+slack-edge\.com$/;

/** `origins`: where another address stands in for Slack (`SLACK_API_URL`), its origin, like `http://127.0.0.1:4010`, and then only that. Empty: Slack itself. */
export function createTrustedHosts(origins: readonly string[]): TrustedHosts {
  return {
    trust(url) {
      if (url.username !== '' || url.password !== '') return 'never';
      if (origins.length > 0) return origins.includes(url.origin) ? 'token' : 'never';
      if (url.protocol !== 'https:' || url.port !== '') return 'never';
      if (SLACK.test(url.hostname)) return 'token';
      return EDGE.test(url.hostname) ? 'plain' : 'never';
    },
  };
}
