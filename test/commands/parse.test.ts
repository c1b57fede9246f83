import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHelp } from '#commands/help.ts';
import { parseCommand, VERBS } from '#commands/parse.ts';

describe('what is typed into a chat', () => {
  it.each([
    ['/status', { verb: 'status' }],
    ['/STOP', { verb: 'stop', runId: null }],
    ['/stop k7m2qx4d', { verb: 'stop', runId: 'k7m2qx4d' }],
    ['/yes', { verb: 'yes', runId: null }],
    ['/merge', { verb: 'merge', runId: null }],
    ['/retry', { verb: 'retry', runId: null, lanes: [], prompt: null, budgetUsd: null }],
    ['/retry 3', { verb: 'retry', runId: null, lanes: [3], prompt: null, budgetUsd: null }],
    ['/retry k7m2qx4d 3, 4', { verb: 'retry', runId: 'k7m2qx4d', lanes: [3, 4], prompt: null, budgetUsd: null }],
    ['/retry 23456789 3', { verb: 'retry', runId: '23456789', lanes: [3], prompt: null, budgetUsd: null }],
    ['/skip 2', { verb: 'skip', runId: null, lane: 2 }],
    ['/show', { verb: 'show', runId: null, lane: null }],
    ['/show k7m2qx4d 2', { verb: 'show', runId: 'k7m2qx4d', lane: 2 }],
    ['/history tea post', { verb: 'history', words: ['tea', 'post'] }],
    ['/help', { verb: 'help' }],
  ])('%s is a command', (text, expected) => {
    expect(parseCommand(text, '/')).toEqual(expected);
  });

  it.each(['/skip', '/skip k7m2qx4d', '/stop 3', '/status now', '/show 1 2', '/retry k7m2qx4d now', '/fly', '/'])(
    '%s is refused with how to say it',
    (text) => {
      expect(parseCommand(text, '/')).toMatchObject({ verb: 'usage', problem: expect.stringContaining('/') });
    },
  );

  it('is a request when it does not begin with the prefix and a verb', () => {
    expect(parseCommand('  status of the union, in five languages ', '/')).toMatchObject({
      verb: 'run',
      text: 'status of the union, in five languages',
    });
    expect(parseCommand('translate into French: hello', '')).toMatchObject({ verb: 'run', text: 'translate into French: hello' });
    expect(parseCommand('status', '')).toEqual({ verb: 'status' });
  });

  it('never breaks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('/' as const, '' as const),
        (text, prefix) => void parseCommand(text, prefix),
      ),
    );
  });
});

it('the help names every command', () => {
  for (const { usage } of VERBS) expect(toHelp('/')).toContain(`/${usage}`);
});
