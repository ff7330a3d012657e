import { z } from 'zod';
import type { AlphaResource } from '../../extract/archive/resource.js';
import { BIRTHDAY, CODE, LAP_TIME, NAME, WEB_ADDRESS } from './jolpica-values.js';
import { isUnknown, matching, type ValueKind } from './value-kind.js';

/**
 * The contract of Jolpica's new API, from its recorded answers of 2021 to 2025. It leaves out
 * what is unknown. "Alpha": a difference is a warning, and never stops a transform.
 */

const ID = matching(/^[a-z]+_[A-Za-z\d]{4,20}$/, 'an id like driver_4jfCRyeI');
const SESSION = matching(/^(FP[1-4]|S?Q[1-3]|Q[ABO]|PQ|SR|R)$/, 'a session like FP1, Q3 or SR');
const MOMENT = matching(
  /^(19|20)\d\d-[01]\d-[0-3]\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/,
  'a moment like 2023-03-04T15:00:00Z',
);
const ZONE = matching(/^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z_+-]+)*$/, 'a time zone like Europe/Rome');
const COUNTRY = matching(/^[A-Z]{2,3}$/, 'a code like ITA');

const text = z.string();
const maybe = text.optional();
const number = z.number();

function value({ isRight, words }: ValueKind) {
  return text.refine(isRight, words);
}

/** Left out, or a text that says that it is unknown. */
function known({ isRight, words }: ValueKind) {
  return text.refine((found) => isUnknown(found) || isRight(found), words).optional();
}

const name = value(NAME);
const wikipedia = known(WEB_ADDRESS);

const session = {
  id: value(ID),
  url: text,
  number,
  type: value(SESSION),
  type_display: text,
  is_cancelled: z.boolean(),
};

const moment = { timestamp: known(MOMENT), local_timestamp: maybe, timezone: known(ZONE) };

const season = z.strictObject({ id: value(ID), url: text, year: number, wikipedia });

const round = {
  id: value(ID),
  url: text,
  number: number.optional(),
  name,
  is_cancelled: z.boolean(),
  race_number: number.optional(),
  wikipedia,
};

const circuit = z.strictObject({
  ...{ id: value(ID), url: text, name, locality: known(NAME), country_code: known(COUNTRY) },
  wikipedia,
  latitude: number.optional(),
  longitude: number.optional(),
  altitude: number.optional(),
});

const person = {
  id: value(ID),
  url: text,
  abbreviation: known(CODE),
  given_name: name,
  family_name: name,
};

const team = { id: value(ID), url: text, name };

const part = z
  .strictObject({ key: text, name: text, position: number.optional(), time: known(LAP_TIME) })
  .optional();

const result = z.strictObject({
  driver: z.strictObject(person),
  team: z.strictObject(team),
  position: number.optional(),
  position_text: maybe,
  time: known(LAP_TIME),
  is_classified: z.boolean().optional(),
  status: maybe,
  car_number: number.optional(),
  components: z.strictObject({ SQ1: part, SQ2: part, SQ3: part }),
});

function pageOf(row: z.ZodType): z.ZodType {
  const metadata = z.strictObject({
    timestamp: text,
    ...{ count: number, page_size: number, current_page: number, total_pages: number },
    next_url: maybe,
    previous_url: maybe,
  });
  return z.strictObject({ metadata, data: z.array(row) });
}

const PAGES: Readonly<Record<AlphaResource, z.ZodType>> = {
  alpharounds: pageOf(
    z.strictObject({
      ...round,
      circuit,
      season,
      sessions: z.array(
        z.strictObject({
          ...session,
          ...moment,
          missing_time_data: z.boolean().optional(),
          scheduled_laps: number.optional(),
        }),
      ),
    }),
  ),
  alphadrivers: pageOf(
    z.strictObject({
      ...person,
      ...{ nationality: known(NAME), country_code: known(COUNTRY), wikipedia },
      date_of_birth: known(BIRTHDAY),
      permanent_car_number: number.optional(),
    }),
  ),
  alphateams: pageOf(
    z.strictObject({
      ...team,
      ...{ nationality: known(NAME), country_code: known(COUNTRY), wikipedia },
      primary_color: maybe,
      seasons: z.array(season).optional(),
    }),
  ),
  sprintqualifying: z.strictObject({
    metadata: z.strictObject({ timestamp: text }),
    data: z.strictObject({
      ...{ code: text, title: text, ...moment },
      sessions: z.array(z.strictObject(session)),
      season,
      round: z.strictObject(round),
      circuit,
      component_keys: z.array(text),
      results: z.array(result),
    }),
  }),
};

/** The contract of one page of a resource of the new API. */
export function alphaPageSchema(resource: AlphaResource): z.ZodType {
  return PAGES[resource];
}
