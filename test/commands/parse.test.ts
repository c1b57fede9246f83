import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemIds } from '#adapters/system/system-ids.ts';
import { parseArguments, parseCommand } from '#commands/parse.ts';

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

describe('what is said after a mention or a slash command of the platform', () => {
  it.each([
    ['stop', { verb: 'stop', runId: null }],
    ['Stop!', { verb: 'stop', runId: null }],
    ['stop please', { verb: 'stop', runId: null }],
    ['please stop now', { verb: 'stop', runId: null }],
    ['stop run k7m2qx4d', { verb: 'stop', runId: 'k7m2qx4d' }],
    ['merge now', { verb: 'merge', runId: null }],
    ['yes, go ahead', { verb: 'yes', runId: null }],
    ['run it!', { verb: 'yes', runId: null }],
    ['go ahead', { verb: 'yes', runId: null }],
    ['raise', { verb: 'raise', runId: null, budgetUsd: null }],
    ['raise the budget to $2.50', { verb: 'raise', runId: null, budgetUsd: 2.5 }],
    ['raise k7m2qx4d 0.5', { verb: 'raise', runId: 'k7m2qx4d', budgetUsd: 0.5 }],
    ['retry failed', { verb: 'retry', runId: null, lanes: [], prompt: null, budgetUsd: null }],
    ['Retry missing', { verb: 'retry', runId: null, lanes: [], prompt: null, budgetUsd: null }],
    ['retry lanes 3 and 4', { verb: 'retry', runId: null, lanes: [3, 4], prompt: null, budgetUsd: null }],
    ['retry `k7m2qx4d` lane 3.', { verb: 'retry', runId: 'k7m2qx4d', lanes: [3], prompt: null, budgetUsd: null }],
    ['skip lane 3', { verb: 'skip', runId: null, lane: 3 }],
    ['show lane 3', { verb: 'show', runId: null, lane: 3 }],
    ['show K7M2QX4D 3', { verb: 'show', runId: 'k7m2qx4d', lane: 3 }],
    ['status?', { verb: 'status' }],
    ['help me', { verb: 'help' }],
    ['history', { verb: 'history', words: [] }],
    ['history green tea post', { verb: 'history', words: ['green', 'tea', 'post'] }],
  ])('"%s" is a command', (text, expected) => {
    expect(parseCommand(text, '')).toEqual(expected);
  });

  it.each([
    'merge these 3 reports into one',
    'help me write 5 subject lines',
    'plan a trip to Rome',
    'plan for retirement in 3 countries',
    'raise awareness of tea in 3 posts',
    'run it past 3 personas: our new slogan',
    'sample 3 customers from the list',
    'no ads in 3 languages',
    'show three ways to tie a knot',
    'show 3 ways to tie a knot',
    'status report for each of Berlin, Oslo and Porto',
    'Stop words in English, German and French',
    'history of tea',
    'history of tea in five languages',
    'history: one paragraph each for tea, coffee and cocoa',
    'skip the intro and translate into 3 languages: hello',
    'retry policies in 4 languages, compared',
    'Run a survey among 5 personas',
    'yes or no for each of A, B and C?',
  ])('"%s" is a request, whole', (text) => {
    expect(parseCommand(` ${text} `, '')).toMatchObject({ verb: 'run', text });
  });

  it.each(['skip', 'stop 3', 'show 1 2', 'status k7m2qx4d', 'skip k7m2qx4d'])(
    '"%s" has arguments that do not fit, and gets told how',
    (text) => {
      expect(parseCommand(text, '')).toMatchObject({
        verb: 'usage',
        problem: expect.stringMatching(/^Say it like this: .+ put run: before it/),
      });
    },
  );

  it.each([
    ['run: stop', 'stop'],
    ['RUN:help me write 5 subject lines', 'help me write 5 subject lines'],
    ['run : history tea', 'history tea'],
    ['run stop words, 5 of them', 'stop words, 5 of them'],
    ['run: run a survey', 'run a survey'],
    ['run:\nstatus\n- one', 'status\n- one'],
    ['run', ''],
  ])('"%s" is a request whatever it begins with', (text, asked) => {
    expect(parseCommand(text, '')).toMatchObject({ verb: 'run', text: asked });
  });

  it('takes every id that a run can have', () => {
    for (let count = 0; count < 200; count += 1) {
      const runId = systemIds.runId();
      expect(parseCommand(`stop ${runId}`, '')).toEqual({ verb: 'stop', runId });
    }
  });
});

describe('a command whose arguments the platform tells apart', () => {
  it('is that command, whatever the words are', () => {
    expect(parseArguments('history', 'of tea in five languages', '/fanout ')).toEqual({
      verb: 'history',
      words: ['of', 'tea', 'in', 'five', 'languages'],
    });
    expect(parseArguments('retry', 'k7m2qx4d 3, 4', '/fanout ')).toMatchObject({ verb: 'retry', runId: 'k7m2qx4d', lanes: [3, 4] });
    expect(parseArguments('status', '', '/fanout ')).toEqual({ verb: 'status' });
  });

  it('is refused with how to say it there', () => {
    expect(parseArguments('skip', 'the third one', '/fanout ')).toEqual({
      verb: 'usage',
      problem: 'Say it like this: /fanout skip [run] <lane>',
    });
  });
});
