import { type REST, Routes } from 'discord.js';
import { toCommands } from './manifest.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Whether Discord has the commands as this Fanout knows them. */
export async function areRegistered(rest: REST, applicationId: string): Promise<boolean> {
  const wanted = toCommands() as unknown as readonly Json[];
  const known = (await rest.get(Routes.applicationCommands(applicationId))) as readonly Json[];
  return known.length === wanted.length && wanted.every((command) => known.some((it) => holds(it, command)));
}

/** Registers the commands where they differ from what Discord has, for all servers at once; true when it did. Rejects as the REST API does. */
export async function registerCommands(rest: REST, applicationId: string): Promise<boolean> {
  if (await areRegistered(rest, applicationId)) return false;
  await rest.put(Routes.applicationCommands(applicationId), { body: toCommands() });
  return true;
}

/** Whether `all` says what `part` says; Discord adds names of its own, and leaves out what is a default. */
function holds(all: Json | undefined, part: Json): boolean {
  if (Array.isArray(part))
    return Array.isArray(all)
      ? all.length === part.length && part.every((it, index) => holds(all[index], it))
      : part.length === 0 && all === undefined;
  if (part !== null && typeof part === 'object') {
    return (
      all !== null &&
      typeof all === 'object' &&
      !Array.isArray(all) &&
      Object.entries(part).every(([name, it]) => holds((all as Record<string, Json>)[name], it))
    );
  }
  return all === part || (all === undefined && (part === false || part === '' || part === null));
}
