import fc from 'fast-check';

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('tea', 'price.', 'of', 'and', 'a', 'Berlin!', 'x-y', 'e.g.') },
  fc.constantFrom('東京都は。', '茶の値段', '👩‍👩‍👧‍👦', '🏴', '🇩🇪🇫🇷', 'Ünïcödé'),
  fc.constantFrom('`co de`', '[a b](https://a.example)', '**so much**', '_not_'),
  fc.integer({ min: 20, max: 120 }).map((length) => 'w'.repeat(length)),
);
const sentence = fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(' '));
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 3 });

const fence = fc
  .record({
    marks: fc.constantFrom('```', '~~~', '`````', '~~~~'),
    info: fc.constantFrom('', 'js', 'ts title'),
    code: fc.array(fc.oneof(fc.constantFrom('', '  x = 1;', '\ty', '# no', '- no', '| a |', '``', '~~'), word), { maxLength: 12 }),
  })
  .map(({ marks, info, code }) => [`${marks}${info}`, ...code, marks]);

const table = fc
  .array(fc.tuple(fc.constantFrom('1', 'a \\| b', '`c`'), fc.constantFrom('tea', '東京', 'a bit more')), { minLength: 1, maxLength: 10 })
  .map((rows) => ['| no | what |', '|---|:-:|', ...rows.map(([one, two]) => `| ${one} | ${two} |`)]);

/** The lines of a block. */
const block: fc.Memo<string[]> = fc.memo((depth) => {
  const flat = fc.oneof(
    paragraph,
    fence,
    table,
    sentence.map((text) => [`## ${text}`]),
    fc.constantFrom('---', '***').map((rule) => [rule]),
  );
  if (depth <= 1) return flat;
  const inner = fc
    .array(block(depth - 1), { minLength: 1, maxLength: 3 })
    .map((blocks) => blocks.flatMap((lines) => [...lines, '']).slice(0, -1));
  // micromark does not let a numbered item inside of a new item interrupt what is before, as CommonMark does.
  const plain = inner.map((lines) => (/^\d/.test(lines[0] ?? '') ? ['tea', '', ...lines] : lines));
  const item = (mark: string) =>
    plain.map((lines) =>
      lines.map((line, at) => (at === 0 ? `${mark} ${line}` : line === '' ? '' : `${' '.repeat(mark.length + 1)}${line}`)),
    );
  return fc.oneof(
    { weight: 3, arbitrary: flat },
    inner.map((lines) => lines.map((line) => `> ${line}`)),
    fc
      .constantFrom('-', '*', '1.', '10.')
      .chain((mark) => fc.array(item(mark), { minLength: 1, maxLength: 4 }).map((items) => items.flat())),
  );
});

/** Headings, nested lists, fences, tables and quotes of many lengths, with any line ending. */
export const anyMarkdown = fc
  .tuple(fc.array(block(3), { maxLength: 8 }), fc.constantFrom('\n', '\r\n'))
  .map(([blocks, end]) => blocks.map((lines) => lines.join(end) + end).join(end));
