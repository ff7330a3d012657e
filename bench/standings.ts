import pLimit from 'p-limit';
import { z } from 'zod';
import { PAGE_ROWS } from '../extract/archive/page.js';
import { makeChampionships } from '../test/championship/championship-lake.js';
import { isStandInHere, runStandIn } from '../test/extract/run-stand-in.js';
import { queryRows } from '../transform/lake/duck.js';

/** From this season on, Jolpica's standings are to be ours but for explained rows. */
const FIRST_ALIKE = 1979;
const KINDS = ['driver', 'constructor'] as const;
type Kind = (typeof KINDS)[number];

const row = z.object({
  position: z.string().optional(),
  points: z.string(),
  Driver: z.object({ driverId: z.string() }).optional(),
  Constructor: z.object({ constructorId: z.string() }).optional(),
});
const answer = z.object({
  MRData: z.object({
    total: z.coerce.number(),
    StandingsTable: z.object({
      StandingsLists: z.array(
        z.object({
          DriverStandings: z.array(row).optional(),
          ConstructorStandings: z.array(row).optional(),
        }),
      ),
    }),
  }),
});

type Place = { readonly position: number | null; readonly points: number };
type Tally = { rows: number; equal: number; points: number; place: number; alone: number };

/** Standings after every round of every season, ours against those of Jolpica (the stand-in), row by row. */
export async function bench(): Promise<string> {
  if (!isStandInHere) return 'standings: skipped, no stand-in for Jolpica beside this clone';
  const server = await runStandIn();
  const { connection, close } = await makeChampionships();
  const limit = pLimit(8);
  try {
    const lines = [
      'standings after each round against Jolpica: its rows, equal in points and place (of those we',
      'have), and of the others: points differ, only the place differs, row that only Jolpica has',
    ];
    for (const kind of KINDS) {
      const ours = await readOurs(connection, kind);
      const tallies = await Promise.all(
        [...ours].map(([round, rows]) =>
          limit(async () => ({
            season: Number(round.split('/')[0]),
            tally: compare(rows, await readTheirs(server.baseUrl, round, kind)),
          })),
        ),
      );
      lines.push('', ...report(kind, tallies));
    }
    return lines.join('\n');
  } finally {
    close();
    server.stop();
  }
}

type Connection = Awaited<ReturnType<typeof makeChampionships>>['connection'];

/** By `season/round`, the rows of each id: two where an id stands for two constructors. */
async function readOurs(connection: Connection, kind: Kind) {
  const rows = await queryRows(
    connection,
    `select season || '/' || round as round, ref, list_position, points::double as points
      from lyzer.${kind}_standing join lyzer.${kind} using (${kind}_id) order by season, round`,
  );
  const rounds = new Map<string, Map<string, Place[]>>();
  for (const { round, ref, list_position, points } of rows) {
    const places = rounds.get(String(round)) ?? new Map<string, Place[]>();
    rounds.set(String(round), places);
    const position = list_position === null ? null : Number(list_position);
    places.set(String(ref), [
      ...(places.get(String(ref)) ?? []),
      { position, points: Number(points) },
    ]);
  }
  return rounds;
}

async function readTheirs(baseUrl: string, round: string, kind: Kind): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  for (let offset = 0, total = 1; offset < total; offset += PAGE_ROWS) {
    const query = `${round}/${kind}standings/?limit=${PAGE_ROWS}&offset=${offset}`;
    const response = await fetch(`${baseUrl.replace(/\/?$/, '/')}${query}`);
    const { MRData } = answer.parse(await response.json());
    total = MRData.total;
    for (const list of MRData.StandingsTable.StandingsLists) {
      for (const given of list.DriverStandings ?? list.ConstructorStandings ?? []) {
        const ref = given.Driver?.driverId ?? given.Constructor?.constructorId ?? '';
        const position = given.position === undefined ? null : Number(given.position);
        places.set(ref, { position, points: Number(given.points) });
      }
    }
  }
  return places;
}

function compare(ours: ReadonlyMap<string, Place[]>, theirs: ReadonlyMap<string, Place>): Tally {
  const tally = { rows: theirs.size, equal: 0, points: 0, place: 0, alone: 0 };
  for (const [ref, their] of theirs) {
    const [our, other] = ours.get(ref) ?? [];
    if (!our) tally.alone += 1;
    else if (other || our.points !== their.points) tally.points += 1;
    else if (our.position !== their.position) tally.place += 1;
    else tally.equal += 1;
  }
  return tally;
}

function report(kind: Kind, rounds: readonly { season: number; tally: Tally }[]): string[] {
  const seasons = [...new Set(rounds.map(({ season }) => season))];
  const sum = (name: string, isIn: (season: number) => boolean) => {
    const tallies = rounds.filter(({ season }) => isIn(season)).map(({ tally }) => tally);
    const total = (key: keyof Tally) => tallies.reduce((all, tally) => all + tally[key], 0);
    const share = (100 * total('equal')) / (total('rows') - total('alone'));
    const keys = ['rows', 'equal', 'points', 'place', 'alone'] as const;
    const figures = keys.map((key) => String(total(key)).padStart(7)).join('');
    return `${name.padEnd(12)}${figures}  ${share.toFixed(2).padStart(6)} %`;
  };
  return [
    `${kind.padEnd(12)}${['rows', 'equal', 'points', 'place', 'alone'].map((key) => key.padStart(7)).join('')}   equal`,
    ...seasons.map((season) => sum(String(season), (other) => other === season)),
    sum(`to ${FIRST_ALIKE - 1}`, (season) => season < FIRST_ALIKE),
    sum(`from ${FIRST_ALIKE}`, (season) => season >= FIRST_ALIKE),
  ];
}
