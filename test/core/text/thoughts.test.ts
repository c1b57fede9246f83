import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutThoughts } from '#core/text/thoughts.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

const FORMS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<Reasoning>', '</Reasoning>'],
  ['<thought>', '</thought>'],
  ['<seed:think>', '</seed:think>'],
  ['◁think▷', '◁/think▷'],
  ['[THINK]', '[/THINK]'],
  ['<|channel>thought', '<channel|>'],
  ['<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>'],
] as const;

describe.each(FORMS)('a thought in %s', (open, close) => {
  it('is left out before an answer, with the blank lines behind it', () =>
    expect(withoutThoughts(`${open}\nSECRET\n\nSECRET\n${close}\n\n# Bonjour\n`)).toBe('# Bonjour\n'));
  it('is left out where the template wrote the opening mark', () =>
    expect(withoutThoughts(`SECRET\n\nSECRET${close}Bonjour`)).toBe('Bonjour'));
  it('is no answer where it was cut, whatever came before', () => {
    expect(withoutThoughts(`${open}\nSECRET ${'and so on '.repeat(40)}`)).toBeNull();
    expect(withoutThoughts(`${open}SECRET${close}Bonjour.\n${open}SECRET`)).toBeNull();
  });
  it('is no answer alone', () => {
    expect(withoutThoughts(`${open}SECRET${close}`)).toBeNull();
    expect(withoutThoughts(`SECRET${close}\n \n`)).toBeNull();
  });
  it('is left out as often as it comes', () =>
    expect(withoutThoughts(`${open}SECRET${close}One.\n\n${open}SECRET${close}\n\nTwo.`)).toBe('One.\n\nTwo.'));
  it('ends where the last mark says, though it speaks of marks itself', () => {
    expect(withoutThoughts(`${open}They ask about ${open} and \`${close}\`. SECRET\n${close}\nBonjour`)).toBe('Bonjour');
    expect(withoutThoughts(`They ask about \`${open}\`. SECRET\n${close}\nBonjour`)).toBe('Bonjour');
  });
});

describe('the channels of gpt-oss', () => {
  it('are all thoughts but the last, and its end is no part of it', () => {
    const text =
      '<|channel|>analysis<|message|>SECRET<|end|><|start|>assistant<|channel|>commentary<|message|>SECRET<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{"a":1}<|return|>';
    expect(withoutThoughts(text)).toBe('{"a":1}');
    expect(withoutThoughts('<|channel|>final<|message|>Bonjour')).toBe('Bonjour');
  });
  it('are known without their tokens too', () => {
    expect(withoutThoughts('analysisWe need SECRET.assistantfinalBonjour')).toBe('Bonjour');
    for (const text of ['analysis of sales', 'Analysis: assistantfinal', 'analysisWindowMs is the key that sets it.'])
      expect(withoutThoughts(text)).toBe(text);
  });
});

describe('a text about thoughts', () => {
  it.each([
    'Models write `<think>` first, then `</think>`.',
    'It looks like this:\n\n```xml\n<think>hm</think>\nYes.\n```\n\nThat is all.',
    '> ```\n> </think>\n> ```\n\nA closing tag alone.',
    '1. Like so:\n   ~~~\n   <reasoning>\n   ~~~\n2. Done.',
    '````md\n```\n<think>hm</think>\n```\n</think>\n````',
    'The <think> tag opens a thought, and “<reasoning>” does too.',
    '{"text": "Close it with </think>.", "note": "<think>"}',
    'The [think] button, if a < b and c > d.',
    '<d><thought>Je suis fatiguée.</thought><say>Salut</say></d>',
    '<d>\n<thought id="1">\nJe suis fatiguée.\n</thought>\n<say>Salut</say>\n</d>',
    '<reasoning>The essay lacks sources.</reasoning>\n<score>6</score>',
    'Part one.\n\nPart two: templates end thoughts with a </think> tag, so split there.\n\nPart three.',
    'Split at the “</think>” mark, or at **</think>**.',
    'DeepSeek-R1 wraps its reasoning in <think> and </think> tags. Strip them.',
    'Use [THINK] first, [/THINK] last.',
    'Like so:\n\n    <think>\n    hm\n    </think>\n    Yes.\n\nThat is all.',
    '<d>\n<thought>\nJe suis fatiguée.\n</thought>\n<say>Salut</say>\n</d>',
    'Run this:\n```python\ntext = "<think>a</think>"\nprint(text)',
    'Here it is:\n{"text": "use <think>x</think> tags", "n": 1}',
  ])('stays as it is: %j', (text) => {
    expect(withoutThoughts(text)).toBe(text);
    expect(withoutThoughts(`<think>SECRET \`</think>\` SECRET\n</think>\n${text}`)).toBe(text);
  });

  it('shows none that begins a line behind the answer’s first words', () => {
    expect(withoutThoughts('Bonjour.\n\n<think>\nSECRET\n</think>\nOui.')).toBe('Bonjour.\n\nOui.');
    expect(withoutThoughts('Bonjour.\n<think>\nSECRET is never closed.')).toBeNull();
    const sample = 'A sample:\n\n```\n<think>\nhm\n</think>\n```\nYes.';
    expect(withoutThoughts(sample)).toBe(sample);
  });

  it('hides no thought in code that nothing closes, or that only the thought opened', () => {
    expect(withoutThoughts('SECRET\n```js\nSECRET\n</think>\nBonjour')).toBe('Bonjour');
    expect(withoutThoughts('SECRET\n```\nSECRET\n</think>\nBonjour\n```\ncode\n```')).toBe('Bonjour\n```\ncode\n```');
    expect(withoutThoughts('SECRET\n```\nSECRET\n</think>\nBonjour\n```js\ncode\n```')).toBe('Bonjour\n```js\ncode\n```');
    expect(withoutThoughts('a stray ` SECRET</think>Bonjour')).toBe('Bonjour');
  });
});

describe('any text', () => {
  const piece = fc.constantFrom('<think>', '</think>', '```', '\n', '`', ' ', 'a', '{', '"', '~~~', '[THINK]', '<channel|>', 'analysis');
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('loses nothing where nothing marks a thought', () => {
    fc.assert(
      fc.property(fc.string(), (plain) => {
        const free = plain.replace(/[<[◁]/g, '');
        expect(withoutThoughts(free)).toBe(free);
      }),
    );
  });

  it('keeps every answer behind a thought, whatever was thought, but that a new thought begins', () => {
    fc.assert(
      fc.property(text, fc.string(), fc.boolean(), (thought, rest, opened) => {
        const answer = `Answer ${rest.replace(/[<[◁`~]/g, '')}`;
        const thoughts = thought.replace(/<think>|\[THINK\]/g, 'S');
        expect(withoutThoughts(`${opened ? '<think>' : 'S'}${thoughts}\n</think>\n${answer}`)).toBe(answer);
      }),
    );
  });

  it('has an end, and is read without an error', () => {
    fc.assert(
      fc.property(text, (it) => {
        expect((withoutThoughts(it) ?? '').length).toBeLessThanOrEqual(it.length);
      }),
    );
  });

  it('is read in time that grows with its length', () => {
    const hostile = [
      '<think> x ',
      'a <think> x ',
      '</think>',
      '```\n',
      '`</think>` ',
      '```\n</think>\n```\n',
      '{"',
      '<|end|>',
      '[THINK]a[/THINK]b ',
    ];
    const cpuMs = watchCpu();
    for (const part of hostile) withoutThoughts(`${part.repeat(40_000)}</think>x`);
    expect(cpuMs()).toBeLessThan(5_000);
  });
});
