import { type Resource, resourceOf } from './resource.js';

/** What a list covers: a resource's whole history, one season of it, or one round. */
export type Scope = {
  readonly resource: Resource;
  readonly season: number | undefined;
  readonly round: number | undefined;
};

/** The scope that a list's path names: `2024/5/laps`, `2024/results`, `drivers`. */
export function scopeOf(list: string): Scope {
  const parts = list.split('/').slice(0, -1).map(Number);
  return { resource: resourceOf(list), season: parts[0], round: parts[1] };
}

/** Whether a scope includes a season, or a round of it. */
export function covers(scope: Scope, season: number, round?: number): boolean {
  return (
    (scope.season === undefined || scope.season === season) &&
    (scope.round === undefined || scope.round === round)
  );
}

/** Whether two scopes of one resource have a round in common. */
export function overlaps(a: Scope, b: Scope): boolean {
  return (
    (a.season ?? b.season) === (b.season ?? a.season) &&
    (a.round ?? b.round) === (b.round ?? a.round)
  );
}
