import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeal } from '#adapters/slack/installations/seal.ts';

const SECRET = 'a long enough secret of 32 chars';
const seal = createSeal(SECRET);
const { seal: close, open } = seal;

describe('a seal', () => {
  it('gives back any text, about the same thing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, about) => open(close(text, about), about) === text));
  });

  it('hides the text, and is another one each time', () => {
    const [one, two] = [close('xoxb-secret', 'T1'), close('xoxb-secret', 'T1')];
    expect(one).not.toBe(two);
    for (const it of [one, two]) expect(it).toMatch(/^v1(\.[\w-]+){4}$/);
    for (const part of one.split('.')) expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain('xoxb');
  });

  it('opens after a restart with the same secret', () => {
    expect(createSeal(SECRET).open(close('x', 'T1'), 'T1')).toBe('x');
  });

  it('says that the secret is another one', () => {
    const other = createSeal(`${SECRET}!`);
    expect(() => other.open(close('x', 'T1'), 'T1')).toThrow(/another FANOUT_SECRET_KEY/);
    expect(() => other.open(close('x', 'T1'), 'T1')).toThrow(expect.objectContaining({ code: 'bad_config' }));
  });

  it('does not open about something else: rows can not be swapped', () => {
    expect(() => open(close('x', 'T1'), 'T2')).toThrow(expect.objectContaining({ code: 'store_unusable' }));
  });

  it('never opens a changed text as another one', () => {
    const sealed = close('a token', 'T1');
    const at = fc.nat(sealed.length - 1);
    const by = fc.constantFrom(...'ABCxyz019-_.');
    fc.assert(
      fc.property(at, by, (index, char) => {
        const changed = `${sealed.slice(0, index)}${char}${sealed.slice(index + 1)}`;
        // The last character of a part has bits that mean nothing.
        try {
          return open(changed, 'T1') === 'a token';
        } catch (error) {
          return (error as { code?: string }).code === 'store_unusable' || (error as { code?: string }).code === 'bad_config';
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', 'v1', 'v1.a.b.c.d', 'v2.a.b.c.d', 'plain text'])('refuses %j as damaged', (sealed) => {
    expect(() => open(sealed, 'T1')).toThrow(expect.objectContaining({ code: 'store_unusable' }));
  });

  it('takes no short secret, and says what would do', () => {
    expect(() => createSeal('short')).toThrow(/at least 32 characters.*openssl/);
  });
});
