import { type Finder, findAll } from './finding.ts';

const PERCENTAGE =
  /(?<![\p{L}\p{N}.,])(?:(?<![\p{N})]\s?)[-+−±])?\d{1,15}(?:[.,]\d{1,15})?(?:\s?[-–]\s?\d{1,15}(?:[.,]\d{1,15})?)?(?:\s?[%٪％]|\s(?:per\s?cent|percentage\spoints?|Prozent|pour\scent|por\s(?:ciento|cento)|per\scento|procent)(?!\p{L}))/giu;

export const findPercentages: Finder = (line) => findAll(line, PERCENTAGE);
