import { z } from 'zod';

const ENVELOPE = z.object({
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  context_team_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
  authorizations: z
    .array(z.object({ team_id: z.string().nullish(), enterprise_id: z.string().nullish(), is_enterprise_install: z.boolean().nullish() }))
    .nullish(),
});

/** The workspace that Fanout heard an event in, which in a channel shared between two need not be the author's. */
export function hearingTeam(body: unknown, contextTeam: string | undefined): string | null {
  const { data } = ENVELOPE.safeParse(body);
  return data?.authorizations?.[0]?.team_id ?? contextTeam ?? data?.context_team_id ?? data?.team_id ?? null;
}

/** Whose installation an event is about: the organization's where it was installed for all its workspaces, else the workspace's. */
export function installationOf(body: unknown): string | null {
  const { data } = ENVELOPE.safeParse(body);
  const authorization = data?.authorizations?.[0];
  const team = authorization?.team_id ?? data?.team_id ?? null;
  const org = authorization?.enterprise_id ?? data?.enterprise_id ?? null;
  const isOrg = authorization?.is_enterprise_install ?? data?.is_enterprise_install ?? false;
  return isOrg ? (org ?? team) : (team ?? org);
}

const IN_VIEW = z.looseObject({
  view: z.looseObject({ app_installed_team_id: z.string().min(1) }),
  team: z.looseObject({ id: z.string() }).nullish(),
});

/**
 * What was pressed or sent in a form, as of the workspace that Fanout is installed in: `team` is there the workspace of who did it, which in a channel shared between two is another. Bolt does so for forms that are sent,
 * but not for what is pressed in them.
 */
export function toInstalledTeam<Body>(body: Body): Body {
  const { data } = IN_VIEW.safeParse(body);
  if (data === undefined || data.team?.id === data.view.app_installed_team_id) return body;
  return { ...body, team: { ...data.team, id: data.view.app_installed_team_id } };
}
