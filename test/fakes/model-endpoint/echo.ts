import type { ChatRequest } from './chat-request.ts';

const WORDS = 12;

const firstWords = (text: string): string => text.trim().split(/\s+/).slice(0, WORDS).join(' ');

/** The fenced material of a prompt and, after it, the instruction. */
function split(prompt: string): { readonly materials: readonly string[]; readonly instruction: string } {
  const materials: string[] = [];
  const instruction = prompt.replace(/^(\S+) BEGIN (\S+) .*\n([\s\S]*?)\n\1 END \2$/gm, (_, _boundary, _id, text: string) => {
    materials.push(text);
    return '';
  });
  return { materials, instruction: instruction.trim() };
}

function tagOf(instruction: string): string {
  const language = /\btranslat\w*\b[\s\S]*?\b(?:in)?to\s+(\p{Lu}[\p{L}-]*(?: \([^)]*\))?)/iu.exec(instruction)?.[1];
  if (language !== undefined) return language;
  return /\bsummar/i.test(instruction) ? 'summary' : 'answer';
}

/** An answer that shows what was asked of what: `[French] The quarter closed…`. The same for the same prompt, always. */
export function echo(request: ChatRequest): string {
  const prompt = request.messages.findLast((message) => message.role === 'user')?.content ?? '';
  const { materials, instruction } = split(prompt);
  const about = materials.length === 0 ? [instruction] : materials;
  return about.map((text) => `[${tagOf(instruction)}] ${firstWords(text)}`).join('\n');
}
