/** One thing that was looked at. */
export interface Check {
  readonly what: string;
  /** `note`: works, but a person may want to know. */
  readonly state: 'good' | 'note' | 'bad';
  readonly finding: string;
}

const GLYPHS = { good: '✓', note: '○', bad: '✗' } as const;

/** The findings as lines, and what they mean for the exit status: 0, or 2 when something is bad. */
export function toReport(checks: readonly Check[]): { readonly lines: readonly string[]; readonly status: 0 | 2 } {
  const width = Math.max(...checks.map((check) => check.what.length));
  const lines = checks.map(
    ({ what, state, finding }) => `${GLYPHS[state]} ${what.padEnd(width)}  ${finding.replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`,
  );
  return { lines, status: checks.some((check) => check.state === 'bad') ? 2 : 0 };
}
