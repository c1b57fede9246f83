import { type Finder, findAll, toFinding } from './finding.ts';

/** Not `git@host:path`, which is a repository, and no picture's `name@2x.png`. */
const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}(?!(?:png|jpe?g|gif|svg|webp)(?!\p{L}))\p{L}{2,24}(?![\p{L}\p{N}-]|:[^\s:])/giu;

export const findEmails: Finder = (line) =>
  findAll(line, EMAIL).map(({ text, at }) => toFinding(text, at, text === text.toLowerCase() ? null : text.toLowerCase()));
