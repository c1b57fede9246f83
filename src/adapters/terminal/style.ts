import { styleText } from 'node:util';

const FORMATS = { good: 'green', bad: 'red', active: 'cyan', slow: 'yellow', quiet: 'dim', strong: 'bold' } as const;

/** What a piece of text means, not how it looks. */
export type Style = keyof typeof FORMATS | 'plain';

export function paint(style: Style, text: string): string {
  // Whether to colour was decided by the caller: Node must not look at its own stdout again.
  return style === 'plain' || text === '' ? text : styleText(FORMATS[style], text, { validateStream: false });
}

export interface ColourWishes {
  readonly isTty: boolean;
  /** `NO_COLOR`: any text but the empty one turns colour off. */
  readonly noColor: string | undefined;
  /** `FORCE_COLOR`: decides alone when set; `0` and `false` turn colour off, anything else on. */
  readonly forceColor: string | undefined;
  /** `TERM`: `dumb` turns colour off. */
  readonly term: string | undefined;
}

export function wantsColour({ isTty, noColor, forceColor, term }: ColourWishes): boolean {
  if (forceColor !== undefined) return forceColor !== '0' && forceColor !== 'false';
  if (noColor !== undefined && noColor !== '') return false;
  return isTty && term !== 'dumb';
}
