import { describe, expect, it } from 'vitest';
import { MAX_ITEMS } from '#adapters/offline/extract.ts';
import { performOffline } from './offline-call.ts';

const extract = (instruction: string, ...texts: readonly string[]): Promise<string> => performOffline('extract', instruction, ...texts);

/** The items found of one kind, without where they stand. */
async function items(instruction: string, text: string): Promise<string[]> {
  const lines = (await extract(instruction, text)).split('\n').filter((line) => line.startsWith('- '));
  return lines.map((line) => line.replace(/^- (?:\[[ x]\] )?/, '').replace(/ — [^—]*$/, ''));
}

describe('dates', () => {
  it.each([
    ['2026-11-22', '2026-11-22'],
    ['2026-11-22T10:30:00Z', '2026-11-22T10:30:00Z = 2026-11-22'],
    ['2026/11/22', '2026/11/22 = 2026-11-22'],
    ['22.11.2026', '22.11.2026 = 2026-11-22'],
    ['1. 2. 2026', '1. 2. 2026 = 2026-02-01'],
    ['22 Nov 2026', '22 Nov 2026 = 2026-11-22'],
    ['22nd of November 2026', '22nd of November 2026 = 2026-11-22'],
    ['November 22nd, 2026', 'November 22nd, 2026 = 2026-11-22'],
    ['Sept. 3, 2026', 'Sept. 3, 2026 = 2026-09-03'],
    ['11/22/2026', '11/22/2026 = 2026-11-22'],
    ['22/11/2026', '22/11/2026 = 2026-11-22'],
    ['5. Dezember 2026', '5. Dezember 2026 = 2026-12-05'],
    ['1er mars 2027', '1er mars 2027 = 2027-03-01'],
    ['22 de noviembre de 2026', '22 de noviembre de 2026 = 2026-11-22'],
    ['22 ноября 2026', '22 ноября 2026 = 2026-11-22'],
    ['2026年11月22日', '2026年11月22日 = 2026-11-22'],
    ['March 2027', 'March 2027 = 2027-03'],
  ])('%s is read for certain', async (text, item) => {
    expect(await items('the dates', `It is due (${text}), they say.`)).toEqual([item]);
  });

  it.each(['November 22nd', '22 November', '03/04/2026', '22.11.26'])(
    '%s is a date, but of no certain day: no ISO date is made up',
    async (text) => {
      expect(await items('the dates', `It is due ${text}, they say.`)).toEqual([text]);
    },
  );

  it.each([
    '31.02.2026',
    '2026-13-01',
    'may 5 people come',
    'chapter 22',
    'version 1.2.26',
    '10.0.0.1',
    'in 1984',
    '22 apples',
    '99 November',
  ])('%s is none', async (text) => {
    expect(await items('the dates', `So ${text}, they say.`)).toEqual([]);
  });
});

describe('money', () => {
  it.each([
    '€1.234,56',
    '1.234,56 €',
    '1,234.56 USD',
    'USD 1,234.56',
    '$5',
    '$5 million',
    'US$ 40bn',
    '₹12,34,567.00',
    "CHF 1'200.50",
    '300 euros',
    '1 200 kr',
    '-£20',
    '¥5000',
    'Rs. 500',
  ])('%s is an amount', async (text) => {
    expect(await items('the amounts', `It costs ${text}, they say.`)).toEqual([text]);
  });

  it.each(['300', '5 PHP files', '12 %', 'A$AP', '2026'])('%s is none', async (text) => {
    expect(await items('the amounts', `So ${text}, they say.`)).toEqual([]);
  });
});

describe('addresses', () => {
  it.each([
    ['(ana@example.com)', 'ana@example.com'],
    ['bob.smith+x@mail.example.co.uk.', 'bob.smith+x@mail.example.co.uk'],
    ['mailto:ana@example.com', 'ana@example.com'],
  ])('the e-mail address in %s', async (text, item) => {
    expect(await items('e-mails', text)).toEqual([item]);
  });

  it.each(['git@github.com:owner/repository.git', 'picture@2x.png', '@ana', 'a@b'])('%s is no e-mail address', async (text) => {
    expect(await items('e-mails', text)).toEqual([]);
  });

  it.each([
    ['See https://example.com/a?b=1.', 'https://example.com/a?b=1'],
    ['[docs](https://example.com/x), and', 'https://example.com/x'],
    ['(https://example.com/a_(b))', 'https://example.com/a_(b)'],
    ['<www.example.org>', 'www.example.org'],
  ])('the link in %s', async (text, item) => {
    expect(await items('links', text)).toEqual([item]);
  });

  it.each(['+49 30 1234567', '(030) 123 4567', '555-123-4567', '+1 (415) 555-0199', '030 1234567', '1-800-555-0199'])(
    '%s is a phone number',
    async (text) => {
      expect(await items('phone numbers', `Call ${text}, please.`)).toEqual([text]);
    },
  );

  it('a number is a phone number behind a word that says so', async () => {
    expect(await items('phone numbers', 'tel: 12 34 56')).toEqual(['12 34 56']);
  });

  it.each(['1234567890123456', '2026-11-22', '10-20-30', '1.234.567', 'https://example.com/0301234567'])(
    '%s is no phone number',
    async (text) => {
      expect(await items('phone numbers', `So ${text}, they say.`)).toEqual([]);
    },
  );
});

it.each(['12 %', '4-5 %', '-3.5 percent', '7,5 Prozent', '100%'])('%s is a percentage', async (text) => {
  expect(await items('percentages', `It is ${text}, they say.`)).toEqual([text]);
});

describe('action items', () => {
  it.each([
    ['- [ ] Bob: book the room, due 2026-12-01', 'Bob: book the room, due 2026-12-01 (owner: Bob, due: 2026-12-01)'],
    ['Action: check the figures', 'check the figures'],
    ['Action: ask those who live there', 'ask those who live there'],
    ['Action: ask the port. Owner: Dora Lee', 'ask the port. Owner: Dora Lee (owner: Dora Lee)'],
    ['**Action items:** call the port', 'call the port'],
    ['TODO(carl): fix the crane', 'fix the crane (owner: carl)'],
    [
      'We talked. Ana Silva will call the port by 5 December 2026. It rained.',
      'Ana Silva will call the port by 5 December 2026. (owner: Ana Silva, due: 5 December 2026 (2026-12-05))',
    ],
    ['- Ana must write it by Friday', 'Ana must write it by Friday (owner: Ana, due: Friday)'],
    ['Todo: ask @dora by end of month', 'ask @dora by end of month (owner: @dora, due: end of month)'],
  ])('%s', async (text, item) => {
    expect(await items('action items', text)).toEqual([item]);
  });

  it('are the list under a heading that says so, up to its end', async () => {
    const text = '## Next steps\n\n- Ana to send the draft\n- Everyone reads it\n\nThat is all.\n\n- no task\n';
    expect(await items('action items', text)).toEqual(['Ana to send the draft (owner: Ana)', 'Everyone reads it']);
  });

  it('keep their tick', async () => {
    expect(await extract('action items', '- [x] order cake')).toContain('- [x] order cake — line 1');
  });

  it.each(['It will rain by Monday.', 'Ana will think about it.', 'The action was quick.', 'He said: call.'])(
    '"%s" is none',
    async (text) => {
      expect(await items('action items', text)).toEqual([]);
    },
  );
});

describe('an extraction', () => {
  it('finds what the instruction names and nothing else', async () => {
    const result = await extract('List all deadlines and prices', 'By 2026-11-22 it costs $5, says ana@example.com.');
    expect(result).toContain('Found by pattern (no model configured): dates and money.');
    expect(result).not.toContain('ana@example.com');
  });

  it('finds all kinds when the instruction names none, and says so', async () => {
    const result = await extract('Extract the important bits', 'By 2026-11-22 it costs $5, says ana@example.com.');
    expect(result).toContain('all that patterns can find');
    expect(result).toMatch(/Dates\*\* \(1\)[\s\S]*Money\*\* \(1\)[\s\S]*E-mail addresses\*\* \(1\)/);
    expect(result).toContain('**Links**: none found.');
  });

  it('says where things stand, and counts repeats once', async () => {
    const result = await extract('dates', '# Plan\n\nOn 22 Nov 2026.\n\n## Costs\n\nBy 2026-11-22, not 2026-12-24.\n');
    expect(result).toContain('- 22 Nov 2026 = 2026-11-22 — 2 times, lines 3 and 7');
    expect(result).toContain('- 2026-12-24 — line 7, “Costs”');
  });

  it('keeps documents apart', async () => {
    expect(await extract('dates', 'On 2026-11-22.', 'Never.')).toMatch(
      /\*\*file-1\.md\*\*[\s\S]*2026-11-22[\s\S]*\*\*file-2\.md\*\*[\s\S]*none found/,
    );
  });

  it('shows so many, and says how many more there are', async () => {
    const text = Array.from({ length: MAX_ITEMS + 30 }, (_, index) => `person${index}@example.com`).join('\n');
    expect(await extract('e-mails', text)).toContain(`(${MAX_ITEMS + 30})`);
    expect(await extract('e-mails', text)).toContain('- … and 30 more');
  });
});
