import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerChatChange } from '#test/fakes/change-answer.ts';
import { type ModelEndpointOptions, startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import { runProgram, startProgram } from '#test/fakes/program.ts';
import { eventually } from '#test/fakes/until.ts';

/** A folder to run in and an endpoint to ask. */
async function openPlace(options: ModelEndpointOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-cli-'));
  const endpoint = await startModelEndpoint(options);
  return {
    folder,
    endpoint,
    environment: { OPENAI_BASE_URL: endpoint.baseUrl },
    async [Symbol.asyncDispose]() {
      await endpoint.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const whichLanguage = (prompt: string): string => /into (\w+)/.exec(prompt)?.[1] ?? '?';
const lastMessage = (request: { readonly messages: readonly { readonly content: string }[] }): string =>
  request.messages.at(-1)?.content ?? '';
const REQUEST = 'translate into French, German and Japanese: Good morning to you all.';

describe.concurrent('fanout run', () => {
  it('with --json prints events and last the summary, and nothing else', async () => {
    await using place = await openPlace({
      answer: (request) =>
        whichLanguage(lastMessage(request)) === 'German'
          ? { kind: 'status', status: 400, body: { error: { message: 'no', type: 'invalid_request_error' } } }
          : 'fine',
    });
    const { status, stdout } = await runProgram(['run', REQUEST, '--json'], place.folder, place.environment);
    expect(status).toBe(3);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.every((line) => typeof line.type === 'string' && typeof line.runId === 'string')).toBe(true);
    expect(lines[0]?.type).toBe('run.asked');
    expect(lines.at(-2)?.type).toBe('run.ended');
    expect(lines.at(-1)).toEqual({
      type: 'run.summary',
      runId: lines[0]?.runId,
      status: 'partial',
      wallMs: expect.any(Number),
      sumLaneMs: expect.any(Number),
      slowestLaneMs: expect.any(Number),
      ledger: { asked: 3, done: 2, failed: 1, timedOut: 0, skipped: 0, cancelled: 0 },
      lanes: [
        { index: 1, title: 'French', status: 'done', attempts: 1, ms: expect.any(Number) },
        { index: 2, title: 'German', status: 'failed', attempts: 1, ms: expect.any(Number), code: 'bad_request' },
        { index: 3, title: 'Japanese', status: 'done', attempts: 1, ms: expect.any(Number) },
      ],
      answer: expect.stringContaining('3 lanes = 2 done + 1 failed'),
      usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number), costUsd: null },
    });
  });

  it('takes files by glob, and standard input', async () => {
    await using place = await openPlace({
      answer: (request) => `read ${/The (\w+) text/.exec(JSON.stringify(request.messages))?.[1] ?? 'nothing'}`,
    });
    for (const name of ['b', 'a']) writeFileSync(join(place.folder, `${name}.md`), `The ${name} text.`);
    const files = await runProgram(['run', 'summarize each of these', '--file', '*.md'], place.folder, place.environment);
    expect(files.stdout).toContain('## a.md\n\nread a\n\n## b.md\n\nread b');
    const input = await runProgram(['run', 'summarize this', '--file', '-'], place.folder, place.environment, 'The piped text.');
    expect(input.stdout).toContain('read piped');
  });

  it('stops at Ctrl-C with the answer so far and 130', async () => {
    await using place = await openPlace({
      answer: (request) => (whichLanguage(lastMessage(request)) === 'German' ? { kind: 'hang', after: null } : 'fine'),
    });
    const program = startProgram(['run', REQUEST], place.folder, place.environment);
    await Promise.all([program.saw('1/3 French'), program.saw('3/3 Japanese')]);
    program.kill('SIGINT');
    const { status, stdout } = await program.ended;
    expect(status).toBe(130);
    expect(stdout).toContain('## French\n\nfine');
    expect(stdout).toContain('**3 lanes = 2 done + 1 cancelled**');
    await place.endpoint.aborted(1);
  });

  it('killed in the middle goes on with `resume`, with `retry` and at the next start, without calling finished lanes again', async () => {
    let hangs = true;
    await using place = await openPlace({
      answer: (request) => (hangs && whichLanguage(lastMessage(request)) === 'German' ? { kind: 'hang', after: 'half of' } : 'fine'),
    });
    const program = startProgram(['run', REQUEST], place.folder, place.environment);
    await Promise.all([program.saw('1/3 French'), program.saw('3/3 Japanese')]);
    program.kill('SIGKILL');
    expect((await program.ended).status).toBeNull();
    hangs = false;
    const before = place.endpoint.chats().length;
    const history = await runProgram(['history'], place.folder, place.environment);
    const runId = /^(\w{8}) /.exec(history.stdout)?.[1] ?? '';
    // Each finds what the killed one left.
    const ways = [['resume'], ['retry', runId], ['start']];
    const folders = ways.map(([verb = '']) => {
      cpSync(join(place.folder, 'data'), join(place.folder, verb, 'data'), { recursive: true });
      return join(place.folder, verb);
    });
    const all = await Promise.all(ways.map((args, at) => runProgram(args, folders[at] ?? '', place.environment)));
    for (const { status, stdout, stderr } of all) {
      expect(status, stderr).toBe(0);
      expect(stdout).toContain('**3 lanes = 3 done**');
    }
    expect(place.endpoint.chats().length - before).toBe(ways.length);
    expect((await runProgram(['resume'], folders[0] ?? '', place.environment)).stderr).toContain('Nothing to resume');
  });

  it('tells a second process that the database is in use, and still lets it read', async () => {
    await using place = await openPlace({ answer: () => ({ kind: 'hang', after: null }) });
    const program = startProgram(['run', REQUEST], place.folder, place.environment);
    await program.saw('3 lanes');
    const second = await runProgram(['run', REQUEST], place.folder, place.environment);
    expect(second.status).toBe(2);
    expect(second.stderr).toMatch(/Another Fanout \(process \d+\) works on data\/fanout\.db.*FANOUT_DB/);
    const history = await runProgram(['history'], place.folder, place.environment);
    expect(history.status).toBe(0);
    expect(history.stdout).toContain('unfinished');
    program.kill('SIGINT');
    program.kill('SIGINT');
    expect((await program.ended).status).toBe(130);
  });

  it('retries a lane of a run by hand, and shows run, lane and history', async () => {
    let works = false;
    await using place = await openPlace({
      key: 'sk-right',
      answer: (request) =>
        !works && whichLanguage(lastMessage(request)) === 'German'
          ? { kind: 'status', status: 400, body: { error: { message: 'no' } } }
          : 'fine',
    });
    const environment = { ...place.environment, OPENAI_API_KEY: 'sk-right' };
    const first = await runProgram(['run', REQUEST], place.folder, environment);
    expect(first.status).toBe(3);
    const runId = /retry (\w{8})/.exec(first.stderr)?.[1] ?? '';
    works = true;
    const second = await runProgram(['retry', runId, '2'], place.folder, environment);
    expect(second.status, second.stderr).toBe(0);
    expect(second.stdout).toContain('**3 lanes = 3 done**');
    expect(second.stderr).not.toContain('1/3 French');
    expect(place.endpoint.chats()).toHaveLength(4);
    const show = await runProgram(['show', runId], place.folder, environment);
    expect(show.stdout).toBe(second.stdout);
    expect((await runProgram(['show', runId, '--lane', '2'], place.folder, environment)).stdout).toBe('fine\n');
  });

  it('says what is wrong with a key, a model and an endpoint, each in its own words', async () => {
    await using place = await openPlace({ key: 'sk-right' });
    const wrongKey = await runProgram(['run', 'say hello'], place.folder, {
      ...place.environment,
      OPENAI_API_KEY: 'sk-wrong',
      FANOUT_MODEL: 'test-model',
    });
    expect(wrongKey.status).toBe(1);
    expect(wrongKey.stderr).toContain('OPENAI_API_KEY');
    expect(wrongKey.stderr).not.toContain('sk-wrong');
    const wrongModel = await runProgram(['run', 'say hello', '--model', 'gpt-none'], place.folder, {
      ...place.environment,
      OPENAI_API_KEY: 'sk-right',
    });
    expect(wrongModel.status).toBe(1);
    expect(wrongModel.stderr).toMatch(/gpt-none.*--model/s);
    const gone = await runProgram(['doctor'], place.folder, { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', FANOUT_MODEL: 'm' });
    expect(gone.status).toBe(2);
    expect(gone.stdout).toMatch(/127\.0\.0\.1:9.*OPENAI_BASE_URL/s);
  });
});

describe.concurrent('without a model', () => {
  const nowhere = { FANOUT_DB: ':memory:' };

  it('outlines documents for real, and says that no model is configured', async () => {
    await using place = await openPlace();
    writeFileSync(join(place.folder, 'report.md'), '# Report\n\nIn short.\n\n## Sales\n\nSales rose by 4 %. Nobody knows why.\n');
    const { status, stdout } = await runProgram(['run', 'summarize this', '--file', 'report.md'], place.folder, nowhere);
    expect(status).toBe(0);
    expect(stdout).toContain('Sales rose by 4 %.');
    expect(stdout).not.toContain('Nobody knows why');
    expect(stdout).toContain('No model configured');
  });

  it('fails what needs one before it starts, with the variable to set', async () => {
    await using place = await openPlace();
    const { status, stderr, stdout } = await runProgram(['run', REQUEST], place.folder, nowhere);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('OPENAI_API_KEY');
  });
});

describe.concurrent('bad usage', () => {
  it.each([
    [['fly'], /There is no command "fly"/],
    [['run', 'x', '--file', 'no-such-*.md'], /No file matches no-such-\*\.md/],
  ] as const)('%j exits with 2 and the sentence that helps', async (args, sentence) => {
    await using place = await openPlace();
    const { status, stdout, stderr } = await runProgram(args, place.folder, place.environment);
    expect(status).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stdout).toBe('');
  });

  it('in the configuration is told all at once', async () => {
    await using place = await openPlace();
    const { status, stderr } = await runProgram(['history'], place.folder, {
      FANOUT_CONCURRENCY: 'many',
      OPENAI_BASE_URL: 'ftp://x',
      LOG_LEVEL: 'loud',
    });
    expect(status).toBe(2);
    for (const name of ['FANOUT_CONCURRENCY', 'OPENAI_BASE_URL', 'LOG_LEVEL']) expect(stderr).toContain(name);
  });
});

describe.concurrent('a chat in the terminal', () => {
  it('takes requests and commands line by line, shows a plan and runs it at a yes, takes words about it, and ends when the input and the runs have', async () => {
    await using place = await openPlace({ answer: (request) => answerChatChange(request) ?? `in ${whichLanguage(lastMessage(request))}` });
    const program = startProgram(['start'], place.folder, place.environment);
    program.type('/help');
    await program.saw('/retry [run] [lane…]');
    program.type(REQUEST);
    await program.saw('**3 lanes = 3 done**');
    program.type('/retry 3');
    await program.saw('revision 2');
    program.type('/history');
    program.type('/show 2');
    program.type('/fly');
    await program.saw('There is no /fly');
    expect(place.endpoint.chats()).toHaveLength(4);

    program.type('plan: translate into Danish, Dutch, Polish and Greek: Good night to you all.');
    await program.saw('Run 4 lanes');
    expect(place.endpoint.chats()).toHaveLength(4);
    program.type('yes');
    await program.saw('4 of 4 lanes done ·');
    program.type('also Korean');
    await program.saw('**5 lanes = 5 done**');
    program.endInput();
    const { status, stdout } = await program.ended;
    expect(status).toBe(0);
    expect(stdout).toContain('\nin German\n');
    expect(stdout).toContain('» Added Korean');
    // One more tells what was said.
    expect(place.endpoint.chats()).toHaveLength(10);
  });

  it('ends with 2 where the input ends before a yes, and the next one takes it', async () => {
    await using place = await openPlace({ answer: (request) => `in ${whichLanguage(lastMessage(request))}` });
    const first = await runProgram(['start'], place.folder, place.environment, `plan: ${REQUEST}`);
    expect(first.status).toBe(2);
    expect(first.stderr).toMatch(/Run \w{8} still waits for a yes, and the input has ended\. The next start asks again\./);
    expect(place.endpoint.chats()).toHaveLength(0);
    const second = await runProgram(['start'], place.folder, place.environment, 'yes');
    expect(second.status).toBe(0);
    expect(second.stdout).toContain('**3 lanes = 3 done**');
    expect(place.endpoint.chats()).toHaveLength(3);
  });
});

describe.concurrent('material, money and files out', () => {
  const PRICES = JSON.stringify({ models: { 'test-model': { price: { input: 1, output: 2 } } } });

  it('shows a plan without a terminal, and runs and leaves nothing', async () => {
    await using place = await openPlace({ answer: () => 'fine' });
    writeFileSync(join(place.folder, 'models.json'), PRICES);
    const environment = { ...place.environment, FANOUT_MODELS: 'models.json' };
    const plan = await runProgram(['plan', REQUEST], place.folder, environment);
    expect(plan.status, plan.stderr).toBe(0);
    expect(plan.stdout).toMatch(
      /^3 lanes on test-model\nabout .*\$0\.0.*\n3 lanes: .*\n\n1 {2}French: .*\n2 {2}German: .*\n3 {2}Japanese: .*\n$/,
    );
    expect((await runProgram(['resume'], place.folder, environment)).stderr).toContain('Nothing to resume');
    expect(place.endpoint.chats()).toHaveLength(0);
  });

  it('keeps a budget, and goes on with a larger one', async () => {
    await using place = await openPlace({
      answer: () => ({ kind: 'text', text: 'fine', usage: { prompt_tokens: 100, completion_tokens: 900 } }),
    });
    writeFileSync(join(place.folder, 'models.json'), PRICES);
    writeFileSync(join(place.folder, 'lanes.txt'), Array.from({ length: 8 }, (_, n) => `lane ${n}`).join('\n'));
    const environment = { ...place.environment, FANOUT_MODELS: 'models.json' };
    const first = await runProgram(['run', '--lanes', 'lanes.txt', '--budget', '0.005', '--json'], place.folder, environment);
    expect(first.status).toBe(3);
    const summary = JSON.parse(first.stdout.trimEnd().split('\n').at(-1) ?? '') as {
      runId: string;
      usage: { costUsd: number };
      ledger: { done: number; skipped: number };
    };
    expect(summary.usage.costUsd).toBeLessThanOrEqual(0.005);
    expect(summary.ledger.skipped).toBeGreaterThan(0);
    expect(summary.ledger.done).toBeGreaterThan(0);
    const second = await runProgram(['retry', summary.runId, '--budget', '1'], place.folder, environment);
    expect(second.status).toBe(0);
    expect(second.stdout).toContain('**8 lanes = 8 done**');
    expect(second.stderr).toMatch(/\$0\.0\d+ \(estimated \$/);
    expect(place.endpoint.chats()).toHaveLength(8);
  });

  it('fills a table row by row, asks again for a wrong form, and writes it as CSV that no spreadsheet runs', async () => {
    const seen = new Set<string>();
    await using place = await openPlace({
      answer: (request) => {
        const company = /company: (\w+)/.exec(JSON.stringify(request.messages))?.[1] ?? '?';
        if (company === 'Bolt' && !seen.has(company)) {
          seen.add(company);
          return 'I would say it makes bolts.';
        }
        return `{"industry": "=cmd|${company}", "size": "${company.length}"}`;
      },
    });
    writeFileSync(join(place.folder, 'companies.csv'), 'company,city\nAcme,Oslo\nBolt,Porto\n');
    const args = ['run', 'fill in the columns industry and size', '--file', 'companies.csv', '--out', 'result'];
    const { status, stdout, stderr } = await runProgram(args, place.folder, place.environment);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('| Acme | Oslo | =cmd\\|Acme | 4 |');
    expect(stderr).toContain('2 attempts');
    const csv = readFileSync(join(place.folder, 'result', 'table.csv'), 'utf8');
    expect(csv.split('\n').slice(1, 3)).toEqual(["Acme,Oslo,'=cmd|Acme,4", "Bolt,Porto,'=cmd|Bolt,4"]);
  });

  it('prints the answer alone to standard output, a line per lane to standard error, and exits with 0; calls equal lanes once over runs; --fresh asks anew; --out writes the files; forget deletes it all', async () => {
    await using place = await openPlace({ answer: (request) => `in ${whichLanguage(lastMessage(request))}` });
    const { status, stdout, stderr } = await runProgram(['run', REQUEST], place.folder, place.environment);
    expect(status, stderr).toBe(0);
    expect(stdout).toBe('## French\n\nin French\n\n## German\n\nin German\n\n## Japanese\n\nin Japanese\n\n---\n\n**3 lanes = 3 done**\n');
    for (const lane of ['1/3 French', '2/3 German', '3/3 Japanese']) expect(stderr).toContain(`✓ ${lane}`);
    const again = await runProgram(['run', REQUEST, '--out', 'result'], place.folder, place.environment);
    expect(place.endpoint.chats()).toHaveLength(3);
    expect(again.stdout).toContain('3 lanes have the result that an equal lane gave earlier');
    await runProgram(['run', REQUEST, '--fresh'], place.folder, place.environment);
    expect(place.endpoint.chats()).toHaveLength(6);
    const out = join(place.folder, 'result');
    expect(readdirSync(out).sort()).toEqual(['answer.md', 'lanes', 'run.jsonl']);
    expect(readdirSync(join(out, 'lanes'))).toEqual(['1 French.md', '2 German.md', '3 Japanese.md']);
    expect(readFileSync(join(out, 'answer.md'), 'utf8')).toBe(again.stdout);
    const runId = /^(\w{8}) ·/m.exec(again.stderr)?.[1] ?? '';
    expect((await runProgram(['forget', runId], place.folder, place.environment)).status).toBe(0);
    expect((await runProgram(['show', runId], place.folder, place.environment)).status).toBe(2);
    expect((await runProgram(['history', 'Japanese'], place.folder, place.environment)).stdout.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe.concurrent('odd ends', () => {
  it('Ctrl-C while standard input is read ends it with 130', async () => {
    await using place = await openPlace();
    const program = startProgram(['run', 'summarize this', '--file', '-'], place.folder, place.environment);
    // It reads: nothing is printed until the input ends, so the database is the sign.
    program.type('some text');
    await eventually(() => expect(existsSync(join(place.folder, 'data', 'fanout.db'))).toBe(true));
    program.kill('SIGINT');
    expect((await program.ended).status).toBe(130);
  });

  it('what a model says can not steer the terminal, and a file name can forge no ledger line', async () => {
    await using place = await openPlace({ answer: () => 'fine \u001b]0;owned\u0007\u001b[31mred' });
    writeFileSync(join(place.folder, 'a\n\n**9 lanes = 9 done**\n\n# x.md'), '');
    writeFileSync(join(place.folder, 'good.md'), 'text');
    const run = await runProgram(['run', 'summarize each of these', '--file', '*.md'], place.folder, place.environment);
    expect(run.status).toBe(3);
    expect(run.stdout.match(/^\*\*\d+ lanes = .*\*\*$/gm)).toEqual(['**2 lanes = 1 done + 1 failed**']);
    expect(run.stdout).not.toMatch(/^# x/m);
    const runId = /^(\w{8}) ·/m.exec(run.stderr)?.[1] ?? '';
    const lane = await runProgram(['show', runId, '--lane', '2'], place.folder, place.environment);
    for (const { stdout } of [run, lane]) {
      expect(stdout).toContain('fine');
      expect(stdout).not.toContain('\u001b');
    }
  });
});
