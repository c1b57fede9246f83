import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { eventually } from '#test/fakes/until.ts';
import { openFileServer } from './file-server.ts';
import { openReading, toTestFile } from './reading.ts';

const LOGIN = '<!DOCTYPE html><html><body>Sign in</body></html>';
const text = (response: ServerResponse, body = 'hello'): void => void response.writeHead(200, { 'content-type': 'text/plain' }).end(body);
const html = (response: ServerResponse): void => void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN);
const json = (response: ServerResponse, body: object): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('a file of Slack', () => {
  it('is read under its own name, and nothing of it stays on the disk', async () => {
    const server = await openFileServer((_request, response) => text(response));
    const { read, leftovers } = openReading({ origin: server.origin });
    expect(await read(toTestFile(`${server.origin}/f`), 'Notes of May.txt')).toEqual({
      kind: 'document',
      document: { title: 'Notes of May.txt', text: 'hello', table: null, picture: null },
    });
    expect(server.asked).toEqual([{ path: '/f', token: 'xoxb-1' }]);
    expect(leftovers()).toEqual([]);
  });

  it('is asked for with the token of its own workspace', async () => {
    const server = await openFileServer((_request, response) => text(response));
    const { read } = openReading({ origin: server.origin });
    await Promise.all(['T1', 'T2', 'T1'].map((team) => read(toTestFile(`${server.origin}/${team}`, { team }))));
    expect(server.asked.map(({ path, token }) => `${path} ${token}`).sort()).toEqual(['/T1 xoxb-1', '/T1 xoxb-1', '/T2 xoxb-2']);
  });

  it('keeps the extension that tells its kind, and no other part of its name', async () => {
    const paths: string[] = [];
    const server = await openFileServer((_request, response) => text(response));
    const { read } = openReading({
      origin: server.origin,
      documents: {
        read: async ({ title, ref }) => {
          paths.push(ref.split('/').at(-1) ?? '');
          return { kind: 'document', document: { title, text: 'x', table: null, picture: null } };
        },
      },
    });
    await read(toTestFile(`${server.origin}/f`), '../../etc/report.PDF');
    await read(toTestFile(`${server.origin}/f`, { mediaType: 'application/vnd.slack-docs' }), 'Plan of May');
    await read(toTestFile(`${server.origin}/f`), 'a file. With a / dot');
    expect(paths).toEqual(['file.PDF', 'file.html', 'file']);
  });

  it('is missing where its ref was never written here', async () => {
    const { fails } = openReading({ origin: null });
    for (const ref of ['slack:', 'slack:{}', 'slack:{"kind":"file"}', 'slack:[', '/etc/passwd', '']) {
      expect(await fails(ref)).toMatchObject({ code: 'source_missing', userMessage: 'notes.txt is nothing that Fanout can find in Slack' });
    }
  });
});

describe('the token', () => {
  const refused = 'notes.txt is not kept in Slack itself, so Fanout does not fetch it; attach the file itself';

  it('never goes to another host, asked for or sent on to', async () => {
    const foreign = await openFileServer((_request, response) => text(response, 'stolen'));
    const server = await openFileServer((_request, response) => void response.writeHead(302, { location: `${foreign.origin}/x` }).end());
    const { fails, leftovers } = openReading({ origin: server.origin });
    expect(await fails(toTestFile(`${foreign.origin}/f`))).toMatchObject({ code: 'source_unreadable', userMessage: refused });
    expect(await fails(toTestFile(`${server.origin}/f`))).toMatchObject({ code: 'source_unreadable', userMessage: refused });
    expect(foreign.asked).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it.each([
    'http://files.slack.com/f',
    'https://files.slack.com.evil.example/f',
    'https://evil.example/files.slack.com',
    'https://notslack.com/f',
    'https://user:secret@files.slack.com/f',
    'https://files.slack.com:8443/f',
    'https://cdn.slack-edge.com/f',
    'file:///etc/passwd',
    'no address',
  ])('does not go to %s', async (url) => {
    const fetch = vi.fn(async () => new Response('hello'));
    expect(await openReading({ origin: null, fetch }).fails(toTestFile(url))).toMatchObject({ userMessage: refused });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('goes along between hosts of Slack, and not to its edge', async () => {
    const next: Readonly<Record<string, string>> = {
      'https://files.slack.com/f': 'https://files-origin.slack.com/f',
      'https://files-origin.slack.com/f': 'https://slack-files.com/f',
      'https://slack-files.com/f': 'https://cdn.slack-edge.com/signed',
    };
    const asked: string[] = [];
    const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      asked.push(`${String(url)} ${new Headers(init?.headers).get('authorization') ?? '-'}`);
      const location = next[String(url)];
      return location === undefined ? new Response('hello') : new Response(null, { status: 302, headers: { location } });
    };
    await openReading({ origin: null, fetch }).read(toTestFile('https://files.slack.com/f'));
    expect(asked).toEqual([
      'https://files.slack.com/f Bearer xoxb-1',
      'https://files-origin.slack.com/f Bearer xoxb-1',
      'https://slack-files.com/f Bearer xoxb-1',
      'https://cdn.slack-edge.com/signed -',
    ]);
  });

  it('stands in no error', async () => {
    const server = await openFileServer((_request, response) => void response.writeHead(418).end('xoxb-1'));
    const error = await openReading({ origin: server.origin }).fails(toTestFile(`${server.origin}/secret-path`));
    expect(`${error.userMessage} ${error.stack} ${String(error.cause)}`).not.toMatch(/xoxb|secret-path/);
  });

  it('is not sent round for ever', async () => {
    const server = await openFileServer((_request, response) => void response.writeHead(302, { location: '/again' }).end());
    expect(await openReading({ origin: server.origin }).fails(toTestFile(`${server.origin}/f`))).toMatchObject({
      code: 'source_unreadable',
    });
    expect(server.asked.length).toBeLessThan(10);
  });
});

describe('a file that is too large', () => {
  const limits = { maxFileBytes: 1_000_000 };
  const tooLarge = { code: 'source_too_large', userMessage: 'notes.txt is larger than 1 MB; split it' };

  it('is not asked for where Slack says so', async () => {
    const server = await openFileServer((_request, response) => text(response));
    const { fails } = openReading({ origin: server.origin, limits });
    expect(await fails(toTestFile(`${server.origin}/f`, { size: 1_000_001 }))).toMatchObject(tooLarge);
    expect(server.asked).toEqual([]);
  });

  it.each([true, false])('is cut off where it lied (with a length: %s)', async (hasLength) => {
    let sent = 0;
    const server = await openFileServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', ...(hasLength && { 'content-length': 900_000_000 }) });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64_000, 'x'))) sent += 64_000;
      };
      response.on('drain', more);
      more();
    });
    const { fails, leftovers } = openReading({ origin: server.origin, limits });
    expect(await fails(toTestFile(`${server.origin}/f`))).toMatchObject(tooLarge);
    expect(sent).toBeLessThan(50_000_000);
    expect(leftovers()).toEqual([]);
  });
});

describe('a file that does not come', () => {
  it.each(['headers', 'body'])('is given up after a minute without a byte of its %s', async (part) => {
    const server = await openFileServer((_request, response) => {
      if (part === 'body') response.writeHead(200, { 'content-type': 'text/plain' }).write('hel');
    });
    const { fails, clock, leftovers } = openReading({ origin: server.origin });
    const failing = fails(toTestFile(`${server.origin}/f`));
    // The server has begun to answer when the first wait has ended and another one goes on.
    await eventually(() => expect(clock.slept.length).toBeGreaterThanOrEqual(part === 'body' ? 3 : 1));
    await eventually(() => expect(server.asked).toHaveLength(1));
    await clock.advance(60_000);
    expect(await failing).toMatchObject({
      code: 'source_unreadable',
      userMessage: 'notes.txt did not come: Slack sent nothing for 60 s. Try again',
    });
    expect(leftovers()).toEqual([]);
  });

  it('is waited for as long as Slack asks', async () => {
    let limited = true;
    const server = await openFileServer((_request, response) => {
      if (!limited) return text(response);
      limited = false;
      response.writeHead(429, { 'retry-after': '17' }).end();
    });
    const { read, clock } = openReading({ origin: server.origin });
    const reading = read(toTestFile(`${server.origin}/f`));
    await eventually(() => expect(clock.slept).toContain(17_000));
    await clock.advance(17_000);
    expect(await reading).toMatchObject({ document: { text: 'hello' } });
  });

  it('is not waited for longer than a few minutes', async () => {
    const server = await openFileServer((_request, response) => void response.writeHead(429, { 'retry-after': '3600' }).end());
    expect(await openReading({ origin: server.origin }).fails(toTestFile(`${server.origin}/f`))).toMatchObject({
      code: 'source_unreadable',
    });
    expect(server.asked).toHaveLength(1);
  });

  it('is asked for again where the connection breaks, and begins anew', async () => {
    const server = await openFileServer((_request, response) => {
      if (server.asked.length > 1) return text(response);
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 500 });
      response.write('half', () => response.destroy());
    });
    const { read, clock } = openReading({ origin: server.origin });
    const reading = read(toTestFile(`${server.origin}/f`));
    await eventually(() => expect(clock.slept).toContain(1_000));
    await clock.advance(1_000);
    expect(await reading).toMatchObject({ document: { text: 'hello' } });
  });

  it('leaves nothing on the disk when the run is stopped', async () => {
    const server = await openFileServer(
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).write('hel'),
    );
    const { read, clock, leftovers } = openReading({ origin: server.origin });
    const stop = new AbortController();
    const reading = read(toTestFile(`${server.origin}/f`), 'notes.txt', stop.signal).catch((error: unknown) => error);
    await eventually(() => expect(clock.slept.length).toBeGreaterThanOrEqual(3));
    expect(leftovers()).toHaveLength(1);
    stop.abort('stopped');
    expect(await reading).toBe('stopped');
    expect(leftovers()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('leaves nothing on the disk when it can not be read', async () => {
    const server = await openFileServer((_request, response) => text(response, 'broken'));
    const { fails, leftovers } = openReading({ origin: server.origin });
    expect(await fails(toTestFile(`${server.origin}/f`))).toMatchObject({ code: 'source_not_text' });
    expect(leftovers()).toEqual([]);
  });
});

describe('a file that Slack does not give', () => {
  const info = (answer: object) =>
    openFileServer((request, response) => {
      if (request.url === '/api/files.info') return json(response, answer);
      if (request.url === '/gone') return void response.writeHead(404).end();
      if (request.url === '/sent-on') return void response.writeHead(302, { location: '/login?redir=%2Ff' }).end();
      html(response);
    });

  it.each(['/f', '/sent-on'])('tells which scope is missing where a sign-in page comes (%s)', async (path) => {
    const server = await info({ ok: false, error: 'missing_scope', needed: 'files:read' });
    expect(await openReading({ origin: server.origin }).fails(toTestFile(server.origin + path))).toMatchObject({
      code: 'source_unreadable',
      userMessage: 'Fanout may not read notes.txt: add the scope files:read to the Slack app and install it in this workspace again',
    });
  });

  it.each([
    ['/f', { ok: true, file: { id: 'F1', url_private: 'https://files.slack.com/f' } }, /sign-in page.+files:read/],
    ['/f', { ok: false, error: 'file_not_found' }, /does not let Fanout see notes\.txt/],
    ['/f', { ok: true, file: { id: 'F1', mode: 'tombstone' } }, /not in Slack any more/],
    ['/gone', { ok: false, error: 'file_deleted' }, /not in Slack any more/],
    ['/gone', { ok: false, error: 'token_revoked' }, /not installed in this workspace/],
    ['/f', { ok: true, file: { id: 'F1', file_access: 'access_denied' } }, /does not let Fanout see/],
  ])('says why, as far as Slack does: %s %j', async (path, answer, why) => {
    const server = await info(answer);
    expect((await openReading({ origin: server.origin }).fails(toTestFile(server.origin + path))).userMessage).toMatch(why);
  });

  it.each([
    ['deleted', /not in Slack any more/],
    ['hidden', /free plan/],
    ['denied', /does not let Fanout see/],
    ['elsewhere', /link to another service/],
  ] as const)('is not asked for where its message said so: %s', async (access, why) => {
    const server = await openFileServer((_request, response) => text(response));
    expect((await openReading({ origin: server.origin }).fails(toTestFile(`${server.origin}/f`, { access }))).userMessage).toMatch(why);
    expect(server.asked).toEqual([]);
  });

  it('may be a page itself', async () => {
    const server = await openFileServer((_request, response) => html(response));
    const { read } = openReading({ origin: server.origin });
    expect(await read(toTestFile(`${server.origin}/f`), 'page.html')).toMatchObject({ document: { text: LOGIN } });
    expect(await read(toTestFile(`${server.origin}/f`, { mediaType: 'text/html' }), 'page')).toMatchObject({ document: { text: LOGIN } });
  });

  it('is looked up first where it is of another workspace', async () => {
    const server = await openFileServer((request, response) => {
      if (request.url !== '/api/files.info') return text(response, 'shared');
      json(response, { ok: true, file: { id: 'F1', name: 'x', size: 6, file_access: 'visible', url_private: `${server.origin}/x` } });
    });
    const { read } = openReading({ origin: server.origin });
    expect(await read(toTestFile(null, { team: 'T2' }))).toMatchObject({ document: { title: 'notes.txt', text: 'shared' } });
    expect(server.asked).toEqual([
      { path: '/api/files.info', token: 'xoxb-2' },
      { path: '/x', token: 'xoxb-2' },
    ]);
  });
});
