import { z } from 'zod';
import { type Fields, refuseWith, SlackRefusal } from './refusal.ts';

/** What a call carries. Form fields are strings; a JSON body may have more. */
export interface Arguments {
  readonly all: Fields;
  /** Refused as Slack does when it is missing. */
  required(name: string): string;
  optional(name: string): string | null;
  flag(name: string, fallback: boolean): boolean;
  whole(name: string, fallback: number): number;
  /** A JSON value; undefined when it was not sent. `refusal` is the error for text that is no JSON. */
  json(name: string, refusal: string): unknown;
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

export function toArguments(all: Fields): Arguments {
  const optional = (name: string): string | null => (isBlank(all[name]) ? null : String(all[name]));
  return {
    all,
    optional,
    required: (name) => {
      const value = optional(name);
      if (value === null) throw refuseWith('invalid_arguments', [`[ERROR] missing required field: ${name} [json-pointer:/]`]);
      return value;
    },
    flag: (name, fallback) => {
      const value = optional(name);
      return value === null ? fallback : value === 'true' || value === '1';
    },
    whole: (name, fallback) => {
      const value = optional(name);
      if (value === null) return fallback;
      if (!/^\d+$/.test(value)) throw refuseWith('invalid_arguments', [`[ERROR] must be an integer [json-pointer:/${name}]`]);
      return Number(value);
    },
    json: (name, refusal) => {
      const value = all[name];
      if (isBlank(value)) return undefined;
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value);
      } catch {
        throw new SlackRefusal(refusal);
      }
    },
  };
}

const OBJECT = z.record(z.string(), z.unknown());

export const toFields = (value: unknown): Fields => {
  const parsed = OBJECT.safeParse(value);
  return parsed.success ? parsed.data : {};
};

export const toFieldsList = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(toFields) : []);
