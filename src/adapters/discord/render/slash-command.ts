type Verb = 'yes' | 'show' | 'stop' | 'retry' | 'raise';

/** `/fanout show run:k7m2qx4d`, as code that can be copied; `more` stands behind it. */
export const commandText = (verb: Verb, runId: string, more = ''): string => `\`${plainCommandText(verb, runId)}${more}\``;

/** The same where it is escaped later. */
export const plainCommandText = (verb: Verb, runId: string): string =>
  `/fanout ${verb} run:${runId.replace(/[^a-z0-9]/gi, '').slice(0, 16)}`;
