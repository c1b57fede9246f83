import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unescapeSlack } from '#adapters/slack/material/unescape.ts';

const nameOf = (id: string): string | null => (id === 'U1' ? 'ana' : null);

it.each([
  ['<@U1|ana b> and <@U1>', '@ana b and @ana'],
  ['<@U2>', '@someone'],
  ['<@W2|>', '@someone'],
  ['<#C1|general> <#C1>', '#general #a channel'],
  ['<https://x.example/a|the page>', 'the page (https://x.example/a)'],
  ['<https://x.example/?a=1&amp;b=2>', 'https://x.example/?a=1&b=2'],
  ['<http://x.example|x.example>', 'http://x.example'],
  ['<mailto:a@x.example|a@x.example>', 'a@x.example'],
  ['<tel:+4912|call>', 'call (+4912)'],
  ['<!here> <!channel|channel> <!everyone>', '@here @channel @everyone'],
  ['<!subteam^S1|@team> <!subteam^S1>', '@team @a group'],
  ['<!date^1392734382^{date}|May 2>', 'May 2'],
  ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
  ['&amp;lt;!here&amp;gt;', '&lt;!here&gt;'],
  ['&lt;@U1&gt;', '<@U1>'],
  ['a < b > c', 'a < b > c'],
  ['<b>bold</b>', '<b>bold</b>'],
])('%j is read as %j', (text, words) => expect(unescapeSlack(text, nameOf)).toBe(words));

const escapeSlack = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

it('gives back any text that Slack escaped', () => {
  const tricky = fc.array(fc.constantFrom('&', 'amp;', 'lt;', '<', '>', '|', '@U1', '!here', '#C1', 'https://x', ' ', '\n', 'é'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        tricky.map((parts) => parts.join('')),
      ),
      (text) => {
        expect(unescapeSlack(escapeSlack(text), nameOf)).toBe(text);
      },
    ),
  );
});
