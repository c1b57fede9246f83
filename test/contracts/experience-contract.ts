import { describe, expect, it } from 'vitest';
import { type Experience, MAX_SAMPLES, type Sample } from '#core/ports/experience.ts';

const sample = (key: string, change: Partial<Sample> = {}): Sample => ({
  key,
  work: 'translate',
  model: 'm',
  estimatedInput: 100,
  estimatedOutput: 200,
  inputTokens: 110,
  outputTokens: 400,
  ms: 5_000,
  ...change,
});

export function experienceContract(name: string, open: () => Experience): void {
  describe(`Experience contract: ${name}`, () => {
    it('knows nothing of what was never done', async () => {
      const experience = open();
      expect(await experience.about('translate', 'm')).toBeNull();
      await experience.learn([]);
      await experience.learn([sample('r1:1:1')]);
      expect(await experience.about('translate', 'other')).toBeNull();
      expect(await experience.about('summarize', 'm')).toBeNull();
    });

    it('tells how far estimates were off, for each kind of work and model', async () => {
      const experience = open();
      await experience.learn([
        sample('r1:1:1'),
        sample('r1:2:1', { outputTokens: 200 }),
        sample('r1:3:1', { model: 'other', outputTokens: 20 }),
      ]);
      const past = await experience.about('translate', 'm');
      expect(past).toMatchObject({ count: 2, inputRatio: 1.1, outputRatio: 1.5 });
      expect(past?.tokens.low).toBeLessThan(1);
      expect(past?.tokens.high).toBeGreaterThan(1);
      expect(await experience.about('translate', 'other')).toMatchObject({ count: 1, outputRatio: 0.2 });
    });

    it('learns nothing twice', async () => {
      const experience = open();
      await experience.learn([sample('r1:1:1')]);
      const before = await experience.about('translate', 'm');
      await experience.learn([sample('r1:1:1', { outputTokens: 9_999 }), sample('r1:1:1')]);
      expect(await experience.about('translate', 'm')).toEqual(before);
      await experience.learn([sample('r1:1:2')]);
      expect(await experience.about('translate', 'm')).toMatchObject({ count: 2 });
    });

    it('remembers the newest only, of each kind', async () => {
      const experience = open();
      await experience.learn([sample('other', { work: 'summarize' })]);
      await experience.learn(Array.from({ length: 30 }, (_, n) => sample(`old:${n}:1`)));
      await experience.learn(Array.from({ length: MAX_SAMPLES }, (_, n) => sample(`new:${n}:1`, { outputTokens: 300 })));
      expect(await experience.about('translate', 'm')).toMatchObject({ count: MAX_SAMPLES, outputRatio: 1.5 });
      expect(await experience.about('summarize', 'm')).toMatchObject({ count: 1 });
    });
  });
}
