import { BRITISH_GRAND_PRIX, FARINA, SILVERSTONE } from '../transform/made-archive.js';

const MONACO = {
  ...BRITISH_GRAND_PRIX,
  round: '2',
  raceName: 'Monaco Grand Prix',
  date: '1950-05-21',
};
const ALFA = { constructorId: 'alfa', url: '', name: 'Alfa Romeo', nationality: 'Swiss' };
const WIN = {
  ...{ number: '2', position: '1', positionText: '1', points: '9', grid: '1', laps: '70' },
  ...{ status: 'Finished', Driver: FARINA, Constructor: ALFA },
};

const page = (tables: object) => [{ limit: '100', total: '1', ...tables }];

/** Two races of 1950, of which the first was run: pages for madeArchive. */
export const ONE_OF_TWO_RUN = {
  seasons: page({ SeasonTable: { Seasons: [{ season: '1950', url: '' }] } }),
  circuits: page({ CircuitTable: { Circuits: [SILVERSTONE] } }),
  drivers: page({ DriverTable: { Drivers: [FARINA] } }),
  constructors: page({ ConstructorTable: { Constructors: [ALFA] } }),
  races: page({ RaceTable: { Races: [BRITISH_GRAND_PRIX, MONACO] } }),
  results: page({ RaceTable: { Races: [{ ...BRITISH_GRAND_PRIX, Results: [WIN] }] } }),
};

/** The first race alone, and its result: nothing is due. */
export const ALL_RUN = {
  ...ONE_OF_TWO_RUN,
  races: page({ RaceTable: { Races: [BRITISH_GRAND_PRIX] } }),
};
