/** Jolpica's Ergast-compatible API, the default address. */
export const JOLPICA_URL = 'https://api.jolpi.ca/ergast/f1';
