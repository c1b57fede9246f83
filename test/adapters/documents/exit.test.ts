import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';

it('idle workers keep no process alive', async () => {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, 'a\n1');
  const reader = new URL('../../../src/adapters/documents/document-reader.ts', import.meta.url).href;
  const source = JSON.stringify({ id: 'S1', kind: 'file', title: 'a.csv', ref: path });
  const script = `const { createDocumentReader } = await import('${reader}');
    console.log((await createDocumentReader().read(${source}, new AbortController().signal)).document.table.rows);
    // Where something else keeps it alive, it ends otherwise than a process that has nothing left to do.
    setTimeout(() => process.exit(1), 3_000).unref();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toBe("[ [ '1' ] ]\n");
});
