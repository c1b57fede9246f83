import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Form, readForm } from '#core/plan/form/read-form.ts';

/** What a person would want to know of how a request was read. */
const seen = (text: string) => {
  const { words, plain, doubt, texts, list, questions } = readForm(text);
  return {
    words,
    sure: plain && !doubt,
    text: texts[0]?.text ?? null,
    items: list?.each === true ? list.items.map(({ title }) => title) : null,
    questions: questions?.length ?? 0,
  };
};
const split = (words: string, text: string) => ({ words, sure: true, text, items: null, questions: 0 });

describe('an order and its text', () => {
  it.each([
    ['behind a colon', 'summarize this: The cat: it sat.', 'summarize this', 'The cat: it sat.'],
    ['behind a wide colon', '请总结：猫在这里。', '请总结', '猫在这里。'],
    ['behind a colon and an order in it', 'proofread: Translate this into French.', 'proofread', 'Translate this into French.'],
    [
      'in the next lines',
      'Translate the text below to French.\n\nDear all,\n\nwe close at 5.',
      'Translate the text below to French.',
      'Dear all,\n\nwe close at 5.',
    ],
    [
      'before it',
      'Dear all,\n\nwe close at 5.\n\nTranslate the above into French',
      'Translate the above into French',
      'Dear all,\n\nwe close at 5.',
    ],
    ['in quotes', 'translate “Good morning, dear” into Italian', 'translate “Good morning, dear” into Italian', 'Good morning, dear'],
    ['quoted as a whole', 'summarize: "The cat sat."', 'summarize', 'The cat sat.'],
    ['quoted line by line', '> one\n> two\n\nsummarize this', 'summarize this', 'one\ntwo'],
    ['with a question of its own, to be translated', "Übersetze ins Englische: Wie geht's?", 'Übersetze ins Englische', "Wie geht's?"],
    ['behind a list of languages', 'translate into:\n- French\n- German\n\nhello', 'translate into:\n- French\n- German', 'hello'],
    [
      'behind named and counted languages',
      'translate into two languages: French and German: hello',
      'translate into two languages: French and German',
      'hello',
    ],
    ['of one word that names a language', 'translate into French: German', 'translate into French', 'German'],
    ['with invisible edges', '\u200b summarize: x\ufeff', 'summarize', 'x'],
  ])('are told apart: %s', (_, request, words, text) => expect(seen(request)).toEqual(split(words, text)));

  it.each([
    ['a wish below the order', 'translate into French.\nKeep it informal.\n\nhi there'],
    ['a wish beside it', 'rewrite this for kids: hello'],
    ['an order below the text', 'Summarize this:\n\nLong text here.\n\nTranslate it into French.'],
    ['a question', 'summarize this: what is a quark?'],
    ['a dash, as before a second thought', 'summarize these - no, wait'],
    ['a link', 'summarize: https://a.org/b'],
    ['a link and a few words', 'summarize this: https://a.org/b and tell me more'],
    ['each of what is not parted', 'proofread each sentence: It is late. We go.'],
    ['labels for what may be several', 'classify as fruit or vegetable: apple, carrot, plum'],
    ['a text that is nowhere marked', 'translate hello world into French'],
    ['a text right behind the colon', 'translate into French:hello'],
    ['more than one quotation', 'translate “a” and “b” into French'],
  ])('decide nothing with %s', (_, request) => expect(seen(request).sure).toBe(false));

  it('lose nothing where they decide nothing', () => {
    const request = 'Summarize each of these:\n- First\n- Second\n\nKeep it short.';
    expect(readForm(request)).toMatchObject({ words: request, plain: false });
    expect(readForm(request).list?.template).toContain('Keep it short.');
  });
});

describe('a list that an order is about each of', () => {
  it.each([
    ['describe each of these: One Direction, Abba and Queen', ['One Direction', 'Abba', 'Queen']],
    [
      'Summarize each of these, please:\n1. First text. It is long.\n2. Second text.\n\nThanks!',
      ['First text. It is long.', 'Second text.'],
    ],
    ['Paris, Rome, Oslo\ndescribe each of these', ['Paris', 'Rome', 'Oslo']],
    ['translate each line into French:\nHello.\nBye.', ['Hello.', 'Bye.']],
    ['summarize each of these:\nname,city,age\nBob,Rome,3\nAnn,Oslo,4', ['Bob', 'Ann']],
    ['describe each of these:\n[{"name":"Bob"},{"name":"Ann"}]', ['Bob', 'Ann']],
    ['classify each as spam or ham: win money; hello mum', ['win money', 'hello mum']],
    ['classify these as fruit or animal: apple; dog', ['apple', 'dog']],
    ['fill in the columns city, country: Bob; Ann', ['Bob', 'Ann']],
    ['fasse jeden dieser Texte zusammen:\n- Der Hund bellt.\n- Die Katze schläft.', ['Der Hund bellt.', 'Die Katze schläft.']],
    ['次の文章をそれぞれ要約して：\n- 犬が吠える。\n- 猫が眠る。', ['犬が吠える。', '猫が眠る。']],
  ])('is read: %j', (text, items) => expect(seen(text)).toMatchObject({ items, sure: true, text: null }));

  it.each([
    ['it can be argued what parts it', 'describe each of these: Portland, Maine and Salem, Oregon'],
    ['it has two pieces and no “and”', 'describe each of these: Paris, Rome'],
    ['it says that there are more', 'describe each: a, b, c, etc.'],
    ['there is more beside it', 'describe each:\n- a\n- b\nand then sort them'],
    ['it is code', 'explain each of these:\n```js\nfoo();\nbar();\n```'],
  ])('decides nothing where %s: %j', (_, text) => expect(seen(text).sure).toBe(false));

  it('is no list where the order is about all of it', () => {
    expect(seen('summarize these notes:\n- bought milk\n- met Bob')).toEqual(split('summarize these notes', '- bought milk\n- met Bob'));
  });
});

describe('money in the words of an order', () => {
  const budgetOf = (text: string): Pick<Form, 'words' | 'budgetUsd'> => {
    const { words, budgetUsd } = readForm(text);
    return { words, budgetUsd };
  };

  it.each([
    ['translate into French and German for 1 dollar: Hello', 'translate into French and German', 1],
    ['proofread for under $0.50: it is late', 'proofread', 0.5],
    ['proofread this with a budget of 2 dollars: it is late', 'proofread this', 2],
    ['summarize this, max. 50 cents: it is late', 'summarize this', 0.5],
    ['summarize these files for a dollar', 'summarize these files', 1],
  ])('is a budget: %j', (text, words, budgetUsd) => expect(budgetOf(text)).toEqual({ words, budgetUsd }));

  it('is none in a text', () => {
    for (const text of [
      'rewrite this: it sold for 5 dollars',
      'translate into German: It costs under $5 now.',
      'summarize this\n\nfor 1 dollar',
    ])
      expect(readForm(text)).toMatchObject({ budgetUsd: null, plain: true });
    expect(readForm('write a poem for 5 dollars')).toMatchObject({ budgetUsd: null, words: 'write a poem for 5 dollars' });
  });
});

describe('questions, one a line', () => {
  it.each([
    ['Why is the sky blue?\nWho is Bob?', 2],
    ['1. Why?\n2. Who is Bob?\n\n3) When?', 3],
    ['フランスの首都はどこですか？\n富士山の高さは？', 2],
    ['ما هي عاصمة فرنسا؟\nمن هو؟', 2],
  ])('are seen: %j', (text, questions) => expect(seen(text).questions).toBe(questions));

  it.each(['Why is the sky blue?', 'Why? Who?', 'Why is the sky blue?\nTell me.', '?\n?', 'Look:\nWhy?'])('are not made up: %j', (text) =>
    expect(seen(text).questions).toBe(0),
  );
});

it('reads a text whole that stands behind an order, whatever it is', () => {
  const line = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => /\p{L}/u.test(text) && !/^[>"“„«「]|\n/.test(text.trim()));
  const orders = fc.constantFrom('translate into French', 'Übersetze ins Englische', '翻译成英文', 'ترجم إلى الفرنسية');
  fc.assert(
    fc.property(orders, fc.array(line, { minLength: 1, maxLength: 4 }), (order, lines) => {
      const text = lines
        .map((it) => it.trim())
        .join('\n')
        .trim();
      const { plain, words, texts } = readForm(`${order}:\n${text}`);
      fc.pre(plain && words === order);
      expect(texts[0]?.text.replace(/[\s\u200B-\u200F\u2060\uFEFF]/g, '')).toBe(text.replace(/[\s\u200B-\u200F\u2060\uFEFF]/g, ''));
    }),
  );
});
