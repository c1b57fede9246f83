import { describe, expect, it } from 'vitest';
import { paint, wantsColour } from '#adapters/terminal/style.ts';

const tty = { isTty: true, noColor: undefined, forceColor: undefined, term: 'xterm-256color' };

describe('colour', () => {
  it.each([
    ['is on for a terminal', tty, true],
    ['is off for a pipe', { ...tty, isTty: false }, false],
    ['is off for a dumb terminal', { ...tty, term: 'dumb' }, false],
    ['is off with NO_COLOR', { ...tty, noColor: '1' }, false],
    ['does not mind an empty NO_COLOR', { ...tty, noColor: '' }, true],
    ['is forced by FORCE_COLOR, also into a pipe', { ...tty, isTty: false, noColor: '1', forceColor: '1' }, true],
    ['is forced off by FORCE_COLOR=0', { ...tty, forceColor: '0' }, false],
  ])('%s', (_name, wishes, wanted) => {
    expect(wantsColour(wishes)).toBe(wanted);
  });

  it('paints by meaning and leaves nothing open', () => {
    expect(paint('good', 'done')).toBe('\x1b[32mdone\x1b[39m');
    expect(paint('plain', 'done')).toBe('done');
    expect(paint('bad', '')).toBe('');
  });
});
