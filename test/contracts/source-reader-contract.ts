import { describe, expect, it } from 'vitest';
import type { SourceReader } from '#core/ports/source-reader.ts';

export interface ReaderUnderTest {
  readonly reader: SourceReader;
  /** A `ref` that can be read, and its text. */
  readonly good: string;
  readonly text: string;
  readonly missing: string;
}

export function sourceReaderContract(name: string, open: () => ReaderUnderTest): void {
  const source = (ref: string) => ({ id: 'S1', kind: 'file' as const, title: 'a title', ref });

  describe(`SourceReader contract: ${name}`, () => {
    it('gives the text with its title', async () => {
      const { reader, good, text } = open();
      expect(await reader.read(source(good), new AbortController().signal)).toMatchObject({
        kind: 'document',
        document: { title: 'a title', text },
      });
    });

    it('rejects what is not there, naming it by title only', async () => {
      const { reader, missing } = open();
      const error = await reader.read(source(missing), new AbortController().signal).catch((it: unknown) => it);
      expect(error).toMatchObject({ code: 'source_missing', userMessage: expect.stringContaining('a title') });
      expect((error as Error).message).not.toContain(missing);
    });

    it('rejects with the reason when it was aborted', async () => {
      const { reader, good } = open();
      const reason = new Error('enough');
      await expect(reader.read(source(good), AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}
