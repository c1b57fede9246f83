import { describe, expect, it } from 'vitest';
import { parseArgv } from '#adapters/terminal/argv.ts';

const run = {
  verb: 'run',
  request: 'x',
  files: [],
  lanes: null,
  mode: 'auto',
  merge: null,
  cap: null,
  model: null,
  budgetUsd: null,
  quorum: null,
  deadlineMs: null,
  card: false,
  yes: false,
  fresh: false,
  out: null,
  json: false,
};

describe('a command line', () => {
  it.each([
    [['run', 'x'], run],
    [['run', 'x', 'y', 'z'], { ...run, request: 'x y z' }],
    [['run', 'x', '--file', 'a', '--file', '*.md'], { ...run, files: ['a', '*.md'] }],
    [
      ['run', 'x', '--cap', '5', '--model', 'm', '--merge', 'digest', '--mode', 'simple', '--json', '--yes'],
      { ...run, cap: 5, model: 'm', merge: 'digest', mode: 'simple', yes: true, json: true },
    ],
    [['run', 'x', '--quorum', '90%', '--deadline', '5m'], { ...run, quorum: 0.9, deadlineMs: 300_000 }],
    [['plan', 'x', '--cap', '5', '--json'], { ...run, card: true, cap: 5, json: true }],
    [['run', '--lanes', 'f'], { ...run, request: '', lanes: 'f' }],
    [['retry', 'abcd2345'], { verb: 'retry', runId: 'abcd2345', lanes: [], budgetUsd: null, yes: false, out: null, json: false }],
    [
      ['retry', 'abcd2345', '3', '4,7', '--json'],
      { verb: 'retry', runId: 'abcd2345', lanes: [3, 4, 7], budgetUsd: null, yes: false, out: null, json: true },
    ],
    [['show', 'abcd2345', '--lane', '2'], { verb: 'show', runId: 'abcd2345', lane: 2, json: false }],
    [['history', 'tea', 'post'], { verb: 'history', words: ['tea', 'post'] }],
    [['run', 'x', '--budget', '2.50', '--fresh', '--out', 'd'], { ...run, budgetUsd: 2.5, fresh: true, out: 'd' }],
    [['forget', 'abcd2345'], { verb: 'forget', runId: 'abcd2345' }],
    [['resume'], { verb: 'resume' }],
    [['doctor'], { verb: 'doctor' }],
    [['start'], { verb: 'start' }],
    [['slack-manifest'], { verb: 'slack-manifest', socket: false, url: null, agent: true }],
    [['slack-manifest', '--socket', '--no-agent'], { verb: 'slack-manifest', socket: true, url: null, agent: false }],
    [
      ['slack-manifest', '--url', 'https://fanout.example.org'],
      { verb: 'slack-manifest', socket: false, url: 'https://fanout.example.org', agent: true },
    ],
  ])('%j is read', (argv, expected) => {
    expect(parseArgv(argv)).toEqual(expected);
  });

  it.each([
    [['run'], /in quotes/],
    [['run', '  '], /in quotes/],
    [['run', 'x', '--cap', '0'], /--cap takes a whole number from 1 up/],
    [['run', 'x', '--cap', '-1'], /--cap/],
    [['run', 'x', '--cap', '1e9'], /--cap/],
    [['run', 'x', '--mode', 'wild'], /auto, simple, manual, orchestrate/],
    [['run', 'x', '--mode', 'manual'], /--lanes FILE/],
    [['run', 'x', '--merge', 'sum'], /ordered, digest, table, dedupe/],
    [['run', 'x', '--nonsense'], /--nonsense/],
    [['run', 'x', '--file'], /--file/],
    [['run', 'x', '--budget', 'free'], /--budget takes US dollars/],
    [['run', 'x', '--budget', '0'], /--budget/],
    [['run', 'x', '--budget', '-1'], /^Option '--budget' argument is ambiguous\. Usage:/],
    [['run', 'x', '--quorum', 'most'], /--quorum takes a share of the lanes, like 90%/],
    [['run', 'x', '--quorum', '0%'], /--quorum/],
    [['run', 'x', '--deadline', 'soon'], /--deadline takes a time, like 5m/],
    [['run', 'x', '--deadline', '5'], /--deadline/],
    [['plan'], /in quotes/],
    [['plan', 'x', '--yes'], /use run --yes/],
    [['forget'], /Which run/],
    [['retry'], /Which run/],
    [['retry', 'abcd2345', 'three'], /Lanes are numbers/],
    [['show'], /Which run/],
    [['show', 'abcd2345', '--lane', 'x'], /--lane takes a lane number/],
    [['resume', 'abcd2345'], /takes nothing more/],
    [['slack-manifest', 'now'], /takes nothing more/],
    [['slack-manifest', '--url', 'fanout.example.org'], /https:\/\/ address/],
    [['slack-manifest', '--url', 'http://fanout.example.org'], /https:\/\/ address/],
    [['slack-manifest', '--url', 'https://fanout.example.org/slack'], /without a path/],
    [['slack-manifest', '--socket', '--url', 'https://fanout.example.org'], /leave --url out/],
    [['fly'], /There is no command "fly": there is run, plan, retry/],
    [['translate into 15 languages'], /run "translate into 15 languages"/],
  ])('%j is refused with a sentence that helps', (argv, sentence) => {
    const read = parseArgv(argv);
    expect(read.verb).toBe('misuse');
    expect('problem' in read && read.problem).toMatch(sentence);
  });

  it('asks for help in every usual way', () => {
    for (const argv of [[], ['help'], ['--help'], ['-h'], ['run', '--help']]) expect(parseArgv(argv).verb).toBe('help');
  });
});

it('the help says what start starts', () => {
  const { text } = parseArgv(['help']) as { text: string };
  expect(text).toMatch(/^ {2}start +every chat whose tokens are set; with none, one in this terminal$/m);
});
