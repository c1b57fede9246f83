import { describe, expect, it } from 'vitest';
import { createOfflineModel } from '#adapters/offline/offline-model.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { NO_USAGE } from '#core/usage.ts';
import { modelContract } from '#test/contracts/model-contract.ts';
import { toCall } from './offline-call.ts';

const TEXT = '# Harbour report\n\nThe new quay opened in May. It took two years.\n\n## Traffic\n\nTraffic doubled.\n';

const summarize = (...texts: readonly string[]): ModelCall => toCall('summarize', 'Summarize this.', ...texts);

modelContract('offline', async () => ({
  model: createOfflineModel(),
  good: summarize(TEXT),
  hanging: null,
  failing: summarize(' \n'),
  close: async () => {},
}));

describe('the model for when there is none', () => {
  const model = createOfflineModel();
  const complete = (call: ModelCall) => model.complete(call, () => {}, new AbortController().signal);

  it('outlines for real, and claims neither model nor usage', async () => {
    const completion = await complete(summarize(TEXT));
    expect(completion).toMatchObject({ truncated: false, model: null, usage: NO_USAGE });
    expect(completion.text).toContain('Outline (no model configured)');
    expect(completion.text).toContain('- **Traffic**: Traffic doubled.');
  });

  it('names each of several documents', async () => {
    const { text } = await complete(summarize(TEXT, 'Only prose here. More of it.'));
    expect(text).toContain('**Harbour report**');
    expect(text).toContain('**file-2.md**');
  });

  it.each<[string, ModelCall]>([
    ['to translate', { ...summarize(TEXT), work: 'translate' }],
    ['to write', { ...summarize(), work: 'write' }],
    ['to answer', { ...summarize(TEXT), work: 'answer' }],
    ['to summarize what it has not got', summarize()],
    ['to extract from nothing', toCall('extract', 'Extract all dates')],
    ['to dedupe nothing', toCall('dedupe', 'Remove duplicates')],
  ])('refuses %s, and says what to set', (_, call) => {
    const refusal = model.refusal(call);
    expect(refusal?.code).toBe('no_model');
    expect(refusal?.reason).toMatch(/OPENAI_API_KEY.*OPENAI_BASE_URL.*Ollama/);
  });

  it('says so when the material holds no text', async () => {
    await expect(complete(summarize('', ' \n\t'))).rejects.toMatchObject({ code: 'source_empty', retry: { kind: 'never' } });
  });

  it('tells the language of each text by its English name', async () => {
    const { text } = await complete(toCall('language', 'Which?', 'Das ist ein deutscher Satz, ganz sicher.', 'x'));
    expect(text).toContain('- **file-1.md**: German (de)\n- **file-2.md**: can not be told');
  });

  it('stops in the middle of a large document when aborted', async () => {
    const abort = new AbortController();
    const call = model.complete(summarize('A paragraph of some words.\n\n'.repeat(20_000)), () => {}, abort.signal);
    setImmediate(() => abort.abort('stop'));
    await expect(call).rejects.toBe('stop');
  });
});
