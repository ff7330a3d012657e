import { z } from 'zod';
import type { AlphaResource } from '../../extract/archive/resource.js';

/**
 * The contract of Jolpica's new API, from its recorded answers of 2021 to 2025. It leaves out
 * what is unknown. "Alpha": a difference is a warning, and never stops a transform.
 */

const text = z.string();
const maybe = text.optional();
const number = z.number();

const session = {
  id: text,
  url: text,
  number,
  type: text,
  type_display: text,
  is_cancelled: z.boolean(),
};

const moment = { timestamp: maybe, local_timestamp: maybe, timezone: maybe };

const season = z.strictObject({ id: text, url: text, year: number, wikipedia: maybe });

const round = {
  id: text,
  url: text,
  number: number.optional(),
  name: text,
  is_cancelled: z.boolean(),
  race_number: number.optional(),
  wikipedia: maybe,
};

const circuit = z.strictObject({
  ...{ id: text, url: text, name: text, locality: maybe, country_code: maybe, wikipedia: maybe },
  latitude: number.optional(),
  longitude: number.optional(),
  altitude: number.optional(),
});

const person = {
  id: text,
  url: text,
  abbreviation: maybe,
  given_name: text,
  family_name: text,
};

const team = { id: text, url: text, name: text };

const part = z
  .strictObject({ key: text, name: text, position: number.optional(), time: maybe })
  .optional();

const result = z.strictObject({
  driver: z.strictObject(person),
  team: z.strictObject(team),
  position: number.optional(),
  position_text: maybe,
  time: maybe,
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
      ...{ nationality: maybe, country_code: maybe, date_of_birth: maybe, wikipedia: maybe },
      permanent_car_number: number.optional(),
    }),
  ),
  alphateams: pageOf(
    z.strictObject({
      ...team,
      ...{ nationality: maybe, country_code: maybe, primary_color: maybe, wikipedia: maybe },
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
