import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lex, MAX_ORDER_CHARS, type Token } from '#core/plan/form/lex.ts';
import { LEXICON } from '#core/plan/form/lexicon.ts';
import { NUMBERS } from '#core/plan/form/number-words.ts';

const shown = (words: string, lang: string): readonly string[] => lex(words, lang).map((token) => toText(token, words));

function toText(token: Token, words: string): string {
  switch (token.kind) {
    case 'word':
      return token.role;
    case 'number':
      return String(token.value);
    case 'language':
      return token.language.title;
    case 'separator':
      return ',';
    default:
      return `${token.kind}:${words.slice(token.start, token.end)}`;
  }
}

describe('the pieces of an order', () => {
  it.each([
    ['en', 'Please summarize each of the 3 files', ['dropped', 'summarize', 'each', 'filler', '3', 'file']],
    ['en', 'translate into French, pt-BR and no', ['translate', 'into', 'French', ',', 'Portuguese (Brazil)', 'and', 'Norwegian']],
    ['en', 'translate it to it', ['translate', 'this', 'into', 'this']],
    ['en', 'polish this', ['do', 'this']],
    ['en', 'into Polish', ['into', 'Polish']],
    ['en', 'a dozen languages', ['12', 'languages']],
    ['en', 'summarize “a, b” now', ['summarize', 'quote:“a, b”', 'dropped']],
    ['en', 'summarize “a, b', ['summarize', 'unknown:“a', ',', 'unknown:b']],
    ['en', 'ＳＵＭＭＡＲＩＺＥ this', ['summarize', 'this']],
    ['de', 'ins Französische und Spanische', ['into', 'French', 'and', 'Spanish']],
    ['fr', "vers l'anglais", ['into', 'filler', 'English']],
    ['fr', 'vers l’anglais', ['into', 'filler', 'English']],
    ['tr', 'İngilizceye çevir', ['English', 'translate']],
    ['ru', 'на английском и немецком', ['into', 'English', 'and', 'German']],
    ['ar', 'إلى الإنجليزية والفرنسية', ['into', 'English', 'French']],
    ['ja', '英語とフランス語に翻訳して', ['English', 'and', 'French', 'into', 'translate']],
    ['zh', '翻译成英文、法文', ['translate', 'English', ',', 'French']],
    ['ko', '영어와 프랑스어로 번역해 줘', ['English', 'and', 'French', 'into', 'translate']],
    ['hi', 'अंग्रेज़ी और फ़्रेंच में', ['English', 'and', 'French', 'into']],
  ])('are told apart in %s: %j', (lang, words, tokens) => expect(shown(words, lang)).toEqual(tokens));

  it('are never half a word', () => {
    expect(shown('intro, summarizes, eachother, translated', 'en').filter((it) => it !== ',')).toEqual([
      'unknown:intro',
      'unknown:summarizes',
      'unknown:eachother',
      'unknown:translated',
    ]);
  });

  it('are every phrase of the table, alone', () => {
    for (const [lang, roles] of Object.entries(LEXICON)) {
      const phrases = Object.values(roles).flatMap((written) => written.split('|'));
      for (const phrase of [...phrases, ...(NUMBERS[lang] ?? '').split(/[|/]/)].filter((it) => it !== '')) {
        expect({ phrase, left: lex(phrase, lang).filter((token) => token.kind === 'unknown') }).toEqual({ phrase, left: [] });
      }
    }
  });

  it('stand where they say, in order, in any text and any language, and nothing that is a letter is left out', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }));
    fc.assert(
      fc.property(text, fc.constantFrom(...Object.keys(LEXICON)), (words, lang) => {
        const tokens = lex(words, lang);
        const ends = [0, ...tokens.map(({ end }) => end)];
        expect(tokens.filter(({ start, end }, index) => start < (ends[index] ?? 0) || end <= start || end > words.length)).toEqual([]);
        const between = tokens.map(({ start }, index) => words.slice(ends[index], start));
        expect([...between, words.slice(ends.at(-1))].join('')).not.toMatch(/[\p{L}\p{N}]/u);
      }),
    );
  });

  it('are only looked at in the beginning of a long text; the rest is not understood', () => {
    const tokens = lex('summarize '.repeat(1_000), 'en');
    expect(tokens.at(-1)).toMatchObject({ kind: 'unknown', start: MAX_ORDER_CHARS, end: 10_000 });
  });
});
