import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyTyped, fromEditorText, toEditorText } from '#adapters/terminal/edit-lanes.ts';
import { openEditor } from '#adapters/terminal/editor.ts';
import { createPerson } from '#adapters/terminal/person.ts';

const QUIET = ['ignore', 'ignore', 'ignore'] as const;

describe('the text in the editor', () => {
  it('comes back as it was, without what says how to edit it', () => {
    const line = fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, ' ').trim() || 'x');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), fc.option(line), (prompts, problem) => {
        const lines = prompts.map((prompt, at) => `${at + 1}: ${prompt}`).join('\n');
        expect(fromEditorText(toEditorText(lines, problem))).toBe(lines);
      }),
    );
  });

  it('takes the number of a lane for no comment', () => {
    expect(fromEditorText('\uFEFF# how\r\n#3: a\r\n\r\n  # more\r\n- b\r\n')).toBe('#3: a\n- b');
  });

  it('typed lines take the places of those with their numbers', () => {
    expect(applyTyped('1: a\n2: b\n3: c', ['3) z', '2:', 'new', '9: x'])).toBe('1: a\n2:\n3) z\nnew\n9: x');
  });
});

describe('an editor', () => {
  const lab = () => {
    const folder = mkdtempSync(join(tmpdir(), 'fanout-editor-'));
    const script = (body: string): string => {
      const path = join(folder, 'ed it.sh');
      writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      return `'${path}' --wait`;
    };
    return { folder, script, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
  };

  it('is a shell command that gets a file for this person alone, which is gone afterwards', async () => {
    using it = lab();
    const told = join(it.folder, 'told');
    const command = it.script(
      `[ "$1" = --wait ] || exit 1\necho "$2" > ${told}; stat -c %a "$2" >> ${told}; cat "$2" >> ${told}; echo more >> "$2"`,
    );
    expect(await openEditor(command, 'a\nb\n', QUIET)).toBe('a\nb\nmore\n');
    const [path = '', mode, ...text] = readFileSync(told, 'utf8').split('\n');
    expect([mode, text]).toEqual(['600', ['a', 'b', '']]);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(tmpdir())).not.toContain(path.split('/').at(-2));
  });

  it.each(['exit 1', 'kill -TERM $$', 'rm "$2"; exit 3'])('that ends with %s changes nothing', async (body) => {
    using it = lab();
    expect(await openEditor(it.script(body), 'a', QUIET)).toBeNull();
  });

  it('that is not there changes nothing', async () => {
    expect(await openEditor('/no/such/editor', 'a', QUIET)).toBeNull();
  });
});

describe('whoever sits at the terminal', () => {
  const seat = () => {
    const [input, output, stop] = [new PassThrough(), new PassThrough(), new AbortController()];
    const person = createPerson({ input, output, edit: null, interrupt: () => stop.abort(), interrupted: stop.signal });
    return { input, output, stop, person };
  };

  it('answers one question with a line, and another with lines', async () => {
    const { input, output, person } = seat();
    const first = person.ask('Run it? ');
    input.write('yes\n');
    expect(await first).toBe('yes');
    expect(String(output.read())).toContain('Run it? ');
    const second = person.askLines('lanes> ');
    input.write('2:\n3: x y\n\n');
    expect(await second).toEqual(['2:', '3: x y']);
  });

  it('has no answer when the input ends, or Ctrl-C came', async () => {
    const { input, stop, person } = seat();
    const first = person.ask('Run it? ');
    stop.abort();
    expect(await first).toBeNull();
    expect(await person.ask('Run it? ')).toBeNull();
    const other = seat();
    const second = other.person.askLines('lanes> ');
    other.input.end('half a line');
    expect(await second).toBeNull();
    expect(input.listenerCount('data')).toBe(0);
  });
});
