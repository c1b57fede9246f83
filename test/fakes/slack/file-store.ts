import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate, tokenOf } from './authenticate.ts';
import { mayReadFile } from './file-access.ts';
import { SlackRefusal } from './refusal.ts';
import { readBody } from './request-body.ts';
import type { SlackFile, World } from './world.ts';

const LOGIN = '<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to your workspace</body></html>';

/** `POST /upload/v1/<ticket>`: once, and exactly as many bytes as were announced. */
export async function receiveUpload(world: World, request: IncomingMessage, response: ServerResponse, ticket: string): Promise<void> {
  const { bytes } = await readBody(request);
  const upload = world.uploads.get(ticket);
  if (upload === undefined || upload.state !== 'open') {
    response.writeHead(404).end('upload url is not valid');
    return;
  }
  if (bytes.length !== upload.length) {
    response.writeHead(400).end(`expected ${upload.length} bytes, got ${bytes.length}`);
    return;
  }
  upload.bytes = bytes;
  upload.state = 'received';
  response.writeHead(200).end(`OK - ${bytes.length}`);
}

function mayRead(world: World, file: SlackFile, request: IncomingMessage): boolean {
  try {
    const team = authenticate(world, tokenOf(request.headers, {}));
    return team.seed.id === file.team && team.scopes.has('files:read') && mayReadFile(team, file);
  } catch (error) {
    if (error instanceof SlackRefusal) return false;
    throw error;
  }
}

/** `GET /files-pri/<team>-<file>/…`: the bytes, or Slack's sign-in page, with status 200, for whom it does not know. */
export function sendFile(world: World, request: IncomingMessage, response: ServerResponse, id: string): void {
  const file = world.files.get(id);
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/html' }).end(LOGIN);
    return;
  }
  if (!mayRead(world, file, request)) {
    response.writeHead(302, { location: `${world.baseUrl}/login?redir=${encodeURIComponent(request.url ?? '')}` }).end();
    return;
  }
  response.writeHead(200, { 'content-type': file.mimetype, 'content-length': file.bytes.length }).end(file.bytes);
}

export function sendLogin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN);
}
