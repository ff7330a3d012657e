import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export type Championship = 'driver' | 'constructor';

/** One line of an official final table. */
export type OfficialRow = {
  /** Jolpica's id, with `/` and what tells constructors of one id apart. */
  readonly competitor: string;
  /** The first place of those who are joined. */
  readonly position: number;
  /** How many are joined by `=`, at least 1. */
  readonly joined: number;
  readonly points: number;
  /** All points, where the fixture gives them. */
  readonly scored: number | undefined;
};

const tables = z.record(z.string().regex(/^\d{4}$/), z.string());
const ENTRY = /^(?<competitor>\S+(?: Point)?) (?<points>[\d.]+)(?: \((?<scored>[\d.]+)\))?$/;

/** The hand-typed final tables of `official/`, by season. */
export function readOfficialTables(championship: Championship): Map<number, OfficialRow[]> {
  const file = join(import.meta.dirname, 'official', `${championship}s.yml`);
  const lines = Object.entries(tables.parse(parse(readFileSync(file, 'utf8'))));
  return new Map(lines.map(([season, line]) => [Number(season), rowsOf(line)]));
}

function rowsOf(line: string): OfficialRow[] {
  const rows: OfficialRow[] = [];
  for (const group of line.split(', ')) {
    const members = group.split(' = ');
    const position = rows.length + 1;
    for (const member of members) rows.push({ ...read(member), position, joined: members.length });
  }
  return rows;
}

function read(member: string) {
  const { competitor, points, scored } = ENTRY.exec(member)?.groups ?? {};
  if (!competitor) throw new Error(`'${member}' is not 'name points (all points)'`);
  const all = scored === undefined ? undefined : Number(scored);
  return { competitor, points: Number(points), scored: all };
}

const title = z.object({
  champion: z.string(),
  round: z.number(),
  rivals: z.array(z.string()).optional(),
});
const titles = z.record(z.enum(['driver', 'constructor']), z.record(z.string(), title));

/** By which race each title was decided, from `official/titles.yml`. */
export function readOfficialTitles(championship: Championship) {
  const file = join(import.meta.dirname, 'official', 'titles.yml');
  const read = titles.parse(parse(readFileSync(file, 'utf8')))[championship];
  return Object.entries(read).map(([season, found]) => ({ season: Number(season), ...found }));
}
