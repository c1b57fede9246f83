import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PARAGRAPHS, MAX_SECTIONS, outline } from '#adapters/offline/outline.ts';
import { runs } from '#test/setup/runs.ts';

const outlineOf = (text: string): Promise<string> =>
  outline.perform(
    {
      work: 'summarize',
      instruction: '',
      materials: [{ id: 'S1', title: 'doc.md', text, picture: null }],
      model: null,
      maxOutputTokens: null,
    },
    new AbortController().signal,
  );

describe('the outline of a document', () => {
  it('has the title, the lead, and each heading with how its section begins', async () => {
    const text = [
      '# Quarterly report',
      'Prepared for the board. It is confidential.',
      '## Revenue',
      'Revenue rose by **4 %** to [9 million](https://x.example).\nMore follows.',
      '### By region',
      '- North grew. A lot.\n- South shrank.',
      '## Costs',
      '> Costs fell. Again.',
      '## Outlook',
    ].join('\n\n');
    expect(await outlineOf(text)).toBe(
      [
        'Outline (no model configured): 32 words in 4 sections. The first sentence of each:',
        '**Quarterly report**',
        'Prepared for the board.',
        [
          '- **Revenue**: Revenue rose by 4 % to 9 million.',
          '  - **By region**: North grew.',
          '- **Costs**: Costs fell.',
          '- **Outlook**',
        ].join('\n'),
      ].join('\n\n'),
    );
  });

  it.each<[string, string]>([
    ['fenced code', '```sh\n# no heading\nnpm install\n```\n\n'],
    ['a fence inside which another opens', '~~~\n```\n# no heading\n~~~\n\n'],
    ['a table', '| a | b |\n| --- | :-: |\n| 1 | 2 |\n\n'],
    ['a picture', '![A chart. With a caption.](chart.png)\n\n'],
    ['a badge that is a link', '[![ci](https://x.example/b.svg)](https://x.example)\n\n'],
    ['markup', '<p align="center">no text</p>\n\n'],
    ['a rule', '---\n\n'],
    ['a definition', '[x]: https://x.example "title"\n\n'],
  ])('passes over %s', async (_, noise) => {
    expect(await outlineOf(`## A\n\n${noise}The first words. More.\n\n## B\n\nEnd.`)).toContain('- **A**: The first words.');
  });

  it('passes over a table that follows a line of text', async () => {
    expect(await outlineOf('## A\n\nThe figures\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## B')).toContain('- **A**: The figures\n');
  });

  it('passes over front matter', async () => {
    const text = '---\ntitle: Hidden\ntags:\n  - one\n---\n\n# Shown\n\nText.\n';
    const result = await outlineOf(text);
    expect(result).toContain('**Shown**');
    expect(result).not.toMatch(/Hidden|tags|one/);
  });

  it('passes over ticks and the kinds of call-outs', async () => {
    expect(await outlineOf('## A\n\n- [x] Done with it.\n\n## B\n\n> [!NOTE]\n> Mind the gap.')).toMatch(
      /\*\*A\*\*: Done with it\.\n- \*\*B\*\*: Mind the gap\./,
    );
  });

  it('shows links by their words, wherever the address stands', async () => {
    expect(await outlineOf('## A\n\nRead [the guide][1] first.\n\n## B\n\n[1]: https://x.example')).toContain('Read the guide first.');
  });

  it('keeps the indentation small where levels are skipped', async () => {
    expect(await outlineOf('## A\n\n##### B\n\n## C')).toContain('- **A**\n  - **B**\n- **C**');
  });

  it('of prose without headings has the first sentence of each paragraph, and says so', async () => {
    expect(await outlineOf('One is here. Not this.\n\nTwo is here. Nor this.')).toBe(
      'Outline (no model configured): 10 words without headings. The first sentence of 2 paragraphs:\n\n- One is here.\n- Two is here.',
    );
  });

  it('of prose under nothing but a title keeps the title', async () => {
    expect(await outlineOf('# Letter\n\nOne. Two.\n\nThree. Four.')).toContain('**Letter**\n\n- One.\n- Three.');
  });

  it('shows so many paragraphs, and says how many there are', async () => {
    const result = await outlineOf('A paragraph.\n\n'.repeat(50));
    expect(result).toContain(`The first sentence of the first ${MAX_PARAGRAPHS} of 50 paragraphs:`);
    expect(result.match(/^- /gm)).toHaveLength(MAX_PARAGRAPHS);
  });

  it('of many sections shows the upper levels, and says so', async () => {
    const text = `# Book\n\n${'## Chapter\n\nIt begins.\n\n### Part\n\nIt goes on.\n\n'.repeat(30)}`;
    const result = await outlineOf(text);
    expect(result).toContain('in 60 sections. The first sentence of the 30 on the upper levels:');
    expect(result.match(/^- \*\*Chapter\*\*: It begins\.$/gm)).toHaveLength(30);
    expect(result).not.toContain('Part');
  });

  it('of too many chapters shows the first, and says so', async () => {
    const result = await outlineOf('# Chapter\n\nIt begins.\n\n'.repeat(100));
    expect(result).toContain(`in 100 sections. The first sentence of the first ${MAX_SECTIONS} on the top level:`);
  });

  it('of nothing but code has nothing to show, and says so', async () => {
    expect(await outlineOf('```\ncode\n```')).toBe('Outline (no model configured): 0 words: no heading and no running text to show.');
  });

  it('reads to the end of a document of any length', async () => {
    const text = `${'# Chapter\n\nIt begins here. It goes on.\n\n'.repeat(5)}${'Words and words. More.\n\n'.repeat(2_000)}# Last\n\nThe end.\n`;
    expect(await outlineOf(text)).toContain('- **Last**: The end.');
  });
});

describe('whatever the document', () => {
  const MAX_CHARS = 20_000;

  it('the outline never throws and is never long', async () => {
    const markup = fc.constantFrom(
      '#',
      '# ',
      '## ',
      '- ',
      '> ',
      '```',
      '~~~',
      '|',
      '|--|--|',
      '---',
      '===',
      '*',
      '**',
      '_',
      '`',
      '[',
      '](x)',
      '![',
      '<p>',
      '<!--',
      '\n',
      '\n\n',
      '    ',
      '\t',
      'word ',
      'Dr. ',
      '. ',
      '&amp;',
      '\\',
      '🙂',
      '日本。',
    );
    const documents = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(markup, fc.string()), { maxLength: 200 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(documents, async (text) => {
        fc.pre(text.trim() !== '');
        expect((await outlineOf(text)).length).toBeLessThan(MAX_CHARS);
      }),
      { numRuns: runs(150) },
    );
  });

  it.each([
    ['stars', '**a*'.repeat(10_000)],
    ['quotes in quotes', '> '.repeat(30_000)],
    ['lists in lists', '- '.repeat(30_000)],
    ['brackets', '['.repeat(40_000)],
    ['one long line', 'word '.repeat(100_000)],
    ['half a character', '\uD83D'.repeat(5_000)],
  ])('the outline is bounded for %s too', async (_, text) => {
    expect((await outlineOf(text)).length).toBeLessThan(MAX_CHARS);
  });

  it('no sentence is made up', async () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    const sentence = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => `X${words.join(' ')}.`);
    const paragraph = fc.array(sentence, { minLength: 1, maxLength: 4 }).map((sentences) => sentences.join(' '));
    const heading = fc.tuple(fc.integer({ min: 1, max: 6 }), word).map(([level, text]) => `${'#'.repeat(level)} ${text}`);
    const item = paragraph.map((text) => `- ${text}`);
    const documents = fc.array(fc.oneof(paragraph, heading, item), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(documents, async (blocks) => {
        const source = blocks.join('\n\n');
        const [, ...body] = (await outlineOf(source)).split('\n').filter((line) => line !== '');
        for (const line of body) {
          const { heading: named = '', rest = '' } = /^ *(?:- )?(?:\*\*(?<heading>.*?)\*\*:? ?)?(?<rest>.*)$/.exec(line)?.groups ?? {};
          expect(source).toContain(named.replace(/…$/, ''));
          expect(source).toContain(rest.replace(/…$/, ''));
        }
      }),
      { numRuns: runs(100) },
    );
  });
});
