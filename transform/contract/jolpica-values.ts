import { day, decimal, duration, matching, whole } from './value-kind.js';

/** What the values of Jolpica's answers can be, from all answers of 1950 to 2026. */

export const SEASON = whole(1950, 2099);
export const ROUND = whole(1, 40);
export const RACE_DAY = day(1950, 2099);
export const BIRTHDAY = day(1850, 2030);
export const TIME_OF_DAY = matching(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, 'a time like 17:05:23');
export const TIME_UTC = matching(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/, 'a time like 14:00:00Z');
export const CAR_NUMBER = whole(0, 999);
export const PLACE = whole(1, 99);
// 0 is the pit lane.
export const GRID = whole(0, 99);
export const PLACE_TEXT = matching(
  /^([1-9]\d?|[DEFNRW]|-)$/,
  'a place from 1 to 99, D, E, F, N, R, W or -',
);
// 200 in the Indianapolis 500.
export const LAPS = whole(0, 250);
export const LAP = whole(1, 250);
export const CAR_POINTS = decimal(0, 100, 2);
export const TOTAL_POINTS = decimal(0, 3000, 2);
export const LAP_TIME = duration(20, 21_600);
// Eight of 2007 to 2024 are cut to `1`.
export const FASTEST_LAP_TIME = duration(20, 21_600, /^1$/);
export const STOP_DURATION = duration(1, 21_600);
export const RACE_MILLIS = whole(60_000, 86_400_000);
// 33 winners of 1950 to 2002 have no seconds, and 27 gaps of 2023 to 2025 are below zero.
export const RACE_TIME = matching(
  /^(\+-?)?((\d{1,2}:)?[0-5]?\d:)?[0-5]?\d\.\d{1,3}$|^\d:[0-5]\d$/,
  'a time like 1:34:50.616 or a gap like +5.478',
);
export const SPEED = decimal(20, 500, 4);
export const LATITUDE = decimal(-90, 90, 9);
export const LONGITUDE = decimal(-180, 180, 9);
export const COUNT = whole(0, 999_999_999);
export const STATUS_ID = whole(1, 9_999);
export const REF = matching(/^[A-Za-z\d_-]{1,60}$/, 'an id of letters, digits, _ and -');
export const CODE = matching(/^[A-Z]{3}$/, 'three capital letters');
export const WEB_ADDRESS = matching(
  /^https?:\/\/[\p{L}\d][\p{L}\d:/._()%#,'!&=+?~-]{3,250}$/u,
  'an address like https://en.wikipedia.org/wiki/Nino_Farina',
);
// `Lotus-Pratt &amp; Whitney` is one.
export const NAME = matching(
  /^(?=.*\p{L})[\p{L}\d][\p{L}\d .,'’()/&;-]{0,99}$/u,
  'a name of letters, digits and few signs',
);
export const STATUS = matching(
  /^(?=.*\p{L})[\p{L}\d+][\p{L}\d .,'()/+-]{0,59}$/u,
  'a status like Finished or +1 Lap',
);
