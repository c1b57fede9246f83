import { getEventListeners } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { Work } from '#core/plan/plan.ts';
import type { Model, ModelCall } from '#core/ports/model.ts';

export interface OpenModel {
  readonly model: Model;
  /** A call that is answered, the same way each time. */
  readonly good: ModelCall;
  /** A call that is never answered; null where there is no such thing. */
  readonly hanging: ModelCall | null;
  /** A call that fails once it was sent; null where none does. */
  readonly failing: ModelCall | null;
  close(): Promise<void>;
}

const WORKS: readonly Work[] = ['summarize', 'translate', 'write', 'answer'];

const ignore = (): void => {};
const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it resolved',
    (error: unknown) => error,
  );

/** What every `Model` keeps to. `open` gives a fresh one for each test. */
export function modelContract(name: string, open: () => Promise<OpenModel>): void {
  const opened = async (): Promise<OpenModel> => {
    const one = await open();
    onTestFinished(() => one.close());
    return one;
  };
  /** Aborts with a reason of its own once the call has begun to wait. */
  const abortLater = (abort: AbortController, reason: unknown): void => {
    setImmediate(() => setImmediate(() => abort.abort(reason)));
  };

  describe(`Model contract: ${name}`, () => {
    it('answers with a text, what it used and which model it was', async () => {
      const { model, good } = await opened();
      const completion = await model.complete(good, ignore, new AbortController().signal);
      expect(completion.text.trim()).not.toBe('');
      expect(completion.truncated).toBe(false);
      expect(completion.model === null || completion.model.length > 0).toBe(true);
      const { inputTokens, outputTokens, costUsd } = completion.usage;
      expect([inputTokens, outputTokens].every((tokens) => Number.isInteger(tokens) && tokens >= 0)).toBe(true);
      expect(costUsd === null || costUsd >= 0).toBe(true);
    });

    it('tells how far it is, never less than before, to the end of the text', async () => {
      const { model, good } = await opened();
      const heard: number[] = [];
      const { text } = await model.complete(good, (chars) => heard.push(chars), new AbortController().signal);
      expect(heard.length).toBeGreaterThan(0);
      expect(heard).toEqual(heard.toSorted((a, b) => a - b));
      expect(heard[0]).toBeGreaterThan(0);
      expect(heard.at(-1)).toBeGreaterThanOrEqual(text.length);
    });

    it('keeps calls that run side by side apart', async () => {
      const { model, good } = await opened();
      const alone = await model.complete(good, ignore, new AbortController().signal);
      const together = await Promise.all(Array.from({ length: 10 }, () => model.complete(good, ignore, new AbortController().signal)));
      expect(new Set(together.map(({ text }) => text))).toEqual(new Set([alone.text]));
    });

    it('rejects with the reason, and starts nothing, when aborted before', async () => {
      const { model, good } = await opened();
      const reason = new Error('stopped before');
      const heard: number[] = [];
      expect(await rejection(model.complete(good, (chars) => heard.push(chars), AbortSignal.abort(reason)))).toBe(reason);
      expect(heard).toEqual([]);
    });

    it('rejects with the reason when aborted as text comes in', async () => {
      const { model, good } = await opened();
      const abort = new AbortController();
      const reason = { any: 'value' };
      expect(await rejection(model.complete(good, () => abort.abort(reason), abort.signal))).toBe(reason);
    });

    it('rejects with the reason when aborted while it waits', async () => {
      const { model, hanging } = await opened();
      if (hanging === null) return;
      const abort = new AbortController();
      abortLater(abort, 'enough');
      expect(await rejection(model.complete(hanging, ignore, abort.signal))).toBe('enough');
    });

    it('leaves no listener on the signal, however the call ends', async () => {
      const { model, good, failing, hanging } = await opened();
      const abort = new AbortController();
      await model.complete(good, ignore, abort.signal);
      expect(listenersOf(abort.signal)).toBe(0);
      if (failing !== null) await rejection(model.complete(failing, ignore, abort.signal));
      expect(listenersOf(abort.signal)).toBe(0);
      if (hanging === null) return;
      abortLater(abort, 'enough');
      await rejection(model.complete(hanging, ignore, abort.signal));
      expect(listenersOf(abort.signal)).toBe(0);
    });

    it('fails with an error fit for a person', async () => {
      const { model, failing } = await opened();
      if (failing === null) return;
      expect(await rejection(model.complete(failing, ignore, new AbortController().signal))).toBeInstanceOf(FanoutError);
    });

    it('says before anything is sent what it will not take, and keeps to that', async () => {
      const { model, good } = await opened();
      expect(model.refusal(good)).toBeNull();
      const odd = WORKS.map((work): ModelCall => ({ work, instruction: '', materials: [], model: null, maxOutputTokens: null }));
      for (const call of odd) {
        const refusal = model.refusal(call);
        if (refusal === null) continue;
        expect(refusal.reason).toMatch(/\.$/);
        const error = await rejection(model.complete(call, ignore, new AbortController().signal));
        expect(error).toMatchObject({ name: 'FanoutError', code: refusal.code, userMessage: refusal.reason });
      }
    });

    it('has a name for people and a window', async () => {
      const { model } = await opened();
      expect(model.label).not.toBe('');
      expect(model.windowTokens).toBeGreaterThan(0);
    });
  });
}
