import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const again = (code: 'provider_unavailable' | 'stream_cut' = 'provider_unavailable', afterMs: number | null = null) =>
  new FanoutError(code, 'the provider had a hiccup', { retry: { kind: 'again', afterMs } });
const wait = (afterMs: number | null) =>
  new FanoutError('rate_limited', 'the provider asks for time', { retry: { kind: 'wait', afterMs } });
const never = new FanoutError('bad_request', 'the provider refused the request');

describe('a run', () => {
  it('answers with every lane in the order asked, whatever order they end in', async () => {
    const gates = new Map<string, () => void>();
    const model = createScriptedModel(async (call) => {
      await new Promise<void>((resolve) => gates.set(call.instruction, resolve));
      return `did ${call.instruction}`;
    });
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two', 'three']));
    await lab.until(runId, (view) => view.lanes.filter((lane) => lane.status === 'running').length === 3);
    for (const name of ['three', 'one', 'two']) {
      gates.get(name)?.();
      await lab.clock.advance(10);
    }
    const view = await lab.toEnd(runId);
    expect(view.outcome).toBe('done');
    expect(view.answer).toBe('## one\n\ndid one\n\n## two\n\ndid two\n\n## three\n\ndid three\n\n---\n\n**3 lanes = 3 done**');
  });

  it('has at most its cap of lanes in flight', async () => {
    let most = 0;
    const model = createScriptedModel(async () => {
      most = Math.max(most, model.inFlight());
      await new Promise((resolve) => setImmediate(resolve));
      return 'x';
    });
    const lab = createLab({ model });
    await lab.toEnd(
      await lab.fanout.ask(
        toTestRequest(
          Array.from({ length: 12 }, (_, n) => `lane ${n}`),
          { cap: 3 },
        ),
      ),
    );
    expect(most).toBe(3);
    expect(model.calls).toHaveLength(12);
  });

  it('goes on with the other lanes when one fails, and names it with its reason', async () => {
    const model = createScriptedModel((call) => (call.instruction === 'two' ? never : 'fine'));
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['one', 'two', 'three'])));
    expect(view.outcome).toBe('partial');
    expect(view.ledger).toEqual({ asked: 3, done: 2, failed: 1, timedOut: 0, skipped: 0, cancelled: 0 });
    expect(view.answer).toContain('**3 lanes = 2 done + 1 failed**\n\nMissing:\n- 2 two: failed (the provider refused the request)');
    expect(model.calls).toHaveLength(3);
  });

  it('tries a lane three times with growing waits, then gives it up', async () => {
    const model = createScriptedModel([again(), again(), again()]);
    const lab = createLab({ model, chance: 0.5 });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['one'])));
    expect(view.outcome).toBe('failed');
    expect(view.lanes[0]).toMatchObject({ status: 'failed', attempts: 3 });
    expect(lab.clock.slept).toEqual(expect.arrayContaining([500, 1_000]));
    expect(view.answer).toBeNull();
  });

  it('waits as long as the provider asks, however often, without spending an attempt', async () => {
    const model = createScriptedModel([wait(90_000), wait(1_000), wait(1_000), wait(1_000), 'at last']);
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one']));
    const waiting = await lab.until(runId, (view) => view.lanes[0]?.waitsUntilMs != null);
    expect(waiting.lanes[0]).toMatchObject({ status: 'waiting', note: 'the provider asks for time' });
    const view = await lab.toEnd(runId);
    expect(view.lanes[0]).toMatchObject({ status: 'done', attempts: 1 });
    expect((view.endedAtMs ?? 0) - view.askedAtMs).toBeGreaterThanOrEqual(93_000);
  });

  it('frees the slot of a lane that waits', async () => {
    const model = createScriptedModel((call, n) => (n === 1 ? again('provider_unavailable', 60_000) : `did ${call.instruction}`));
    const lab = createLab({ model, concurrency: 1 });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two'], { cap: 1 }));
    const view = await lab.until(runId, (it) => it.lanes[1]?.status === 'done');
    expect(view.lanes[0]?.status).toBe('waiting');
    expect((await lab.toEnd(runId)).outcome).toBe('done');
  });

  it('ends an attempt that makes no progress and tries again; three such are a lane timed out', async () => {
    const model = createScriptedModel((call) => (call.instruction === 'hangs' ? { hang: true } : 'fine'));
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['hangs', 'works'], { laneTimeoutMs: 5_000 })));
    expect(view.lanes.map((lane) => [lane.status, lane.attempts, lane.ms])).toEqual([
      ['timedOut', 3, 15_000],
      ['done', 1, 0],
    ]);
    expect(view.answer).toContain('1 timed out');
    expect(model.inFlight()).toBe(0);
  });

  it('asks back instead of spending anything when the request lacks something', async () => {
    const model = createScriptedModel([]);
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: 'translate this' })));
    expect(view.outcome).toBe('question');
    expect(view.question).toMatch(/language/i);
    expect(model.calls).toHaveLength(0);
  });

  it('fails the lane of a file that can not be read, and no other', async () => {
    const model = createScriptedModel((call) => `read ${call.materials[0]?.text}`);
    const lab = createLab({ model, files: { a: 'alpha', c: 'gamma' } });
    const sources = ['a', 'b', 'c'].map((ref, index) => ({ id: `S${index + 1}`, kind: 'file' as const, title: `${ref}.md`, ref }));
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: 'summarize each of these', sources })));
    expect(view.ledger).toMatchObject({ asked: 3, done: 2, failed: 1 });
    expect(view.answer).toContain('read alpha');
    expect(view.answer).toContain('- 2 b.md: failed (b.md does not exist (any more))');
    expect(model.calls).toHaveLength(2);
  });

  it('fails what needs a model before it starts when there is none', async () => {
    const model = createScriptedModel([], { refusal: () => ({ code: 'no_model', reason: 'set OPENAI_API_KEY' }) });
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['one', 'two'])));
    expect(view.outcome).toBe('failed');
    expect(view.lanes).toMatchObject([
      { status: 'failed', attempts: 0, note: 'set OPENAI_API_KEY' },
      { status: 'failed', attempts: 0, note: 'set OPENAI_API_KEY' },
    ]);
  });

  it('hands each stage the merged result of the one before', async () => {
    const model = createScriptedModel((call) => `<${call.materials.map((it) => it.text).join('')}|${call.instruction.split(' ')[0]}>`);
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: 'research tea, then draft a post, then review it' })));
    expect(view.outcome).toBe('done');
    expect(view.lanes.map((lane) => lane.stage)).toEqual([1, 2, 3]);
    expect(view.answer?.split('\n')[0]).toMatch(/^<<<\|research>\|draft>\|review>$/i);
  });

  it('gives what a broken chain got to, and says what is missing', async () => {
    const model = createScriptedModel((call) => (/draft/i.test(call.instruction) ? never : 'facts on tea'));
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: 'research tea, then draft a post, then review it' })));
    expect(view.outcome).toBe('partial');
    expect(view.ledger).toMatchObject({ asked: 3, done: 1, failed: 1, skipped: 1 });
    expect(view.answer).toContain('facts on tea');
    expect(view.answer).toContain('This is the result of stage 1 of 3');
  });

  it('keeps a bug in one lane to that lane: logged whole, told in one sentence', async () => {
    const model = createScriptedModel((call) => {
      if (call.instruction === 'two') throw new TypeError('secret detail');
      return 'fine';
    });
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['one', 'two'])));
    expect(view.lanes.map((lane) => lane.status)).toEqual(['done', 'failed']);
    expect(view.answer).not.toContain('secret detail');
    expect(lab.log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('is started once, however often the same request is delivered', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model });
    const ids = await Promise.all(Array.from({ length: 11 }, () => lab.fanout.ask(toTestRequest(['one', 'two']), 'event-7')));
    expect(new Set(ids)).toEqual(new Set(['event-7']));
    await lab.toEnd('event-7');
    expect(model.calls).toHaveLength(2);
  });
});

describe('fairness', () => {
  it('lets a small run through while a large one is at work', async () => {
    const order: string[] = [];
    const model = createScriptedModel(async (call) => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push(call.instruction);
      return 'x';
    });
    const lab = createLab({ model, concurrency: 4 });
    const large = await lab.fanout.ask(toTestRequest(Array.from({ length: 200 }, () => 'large')));
    const small = await lab.fanout.ask(toTestRequest(['small', 'small', 'small']));
    await lab.toEnd(small);
    await lab.toEnd(large);
    expect(order.lastIndexOf('small')).toBeLessThan(20);
  });
});

describe('an archive', () => {
  it('is taken apart: its entries are sources, each with its own lane, unreadable ones with their reason', async () => {
    const model = createScriptedModel((call) => `read ${call.materials[0]?.text}`);
    const lab = createLab({
      model,
      files: {
        zip: {
          kind: 'archive',
          entries: [
            { title: 'in/a.md', text: 'alpha', table: null, picture: null },
            { title: 'in/b.bin', failure: { code: 'source_not_text', reason: 'in/b.bin is not text' } },
          ],
        },
        c: 'gamma',
      },
    });
    const sources = ['zip', 'c'].map((ref, index) => ({ id: `S${index + 1}`, kind: 'file' as const, title: ref, ref }));
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: 'summarize each of these', sources })));
    expect(view.lanes.map((lane) => [lane.title, lane.status, lane.note])).toEqual([
      ['in/a.md', 'done', null],
      ['in/b.bin', 'failed', 'in/b.bin is not text'],
      ['c', 'done', null],
    ]);
    expect(view.answer).toContain('read gamma');
  });
});
