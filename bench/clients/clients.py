"""Calls Python clients of the Ergast API against a mirror; prints one JSON line per call."""

import json
import sys
import tempfile

base_url = sys.argv[1]


def check(client, name, call, expected):
    try:
        found = call()
        detail = "" if found == expected else f"{found!r} instead of {expected!r}"
    except Exception as error:  # what a client throws is what is counted
        detail = f"{type(error).__name__}: {error}"
    print(json.dumps({"client": client, "name": name, "detail": detail[:200]}), flush=True)


def check_fastf1():
    import fastf1
    import fastf1.ergast.interface
    import fastf1.ergast.legacy
    from fastf1.ergast import Ergast, fetch_results, fetch_season

    fastf1.Cache.enable_cache(tempfile.mkdtemp())
    fastf1.set_log_level("ERROR")
    # The two constants that a user has to set.
    fastf1.ergast.interface.BASE_URL = base_url
    fastf1.ergast.legacy.base_url = base_url
    api = Ergast()

    def of(name, call, expected):
        check("fastf1", name, call, expected)

    of("seasons", lambda: len(api.get_seasons(limit=100)), 77)
    of("schedule", lambda: api.get_race_schedule(2023).raceName.iloc[-1], "Abu Dhabi Grand Prix")
    of("next page", lambda: api.get_seasons().get_next_result_page().season.iloc[0], 1980)
    of("driver", lambda: api.get_driver_info(driver="alonso").familyName.iloc[0], "Alonso")
    of("constructors", lambda: len(api.get_constructor_info(season=2023)), 10)
    of("circuits", lambda: len(api.get_circuits(season=2023)), 22)
    of("status", lambda: api.get_finishing_status(season=2024).status.iloc[0], "Finished")
    of("results", lambda: api.get_race_results(2023, 1).content[0].driverId[0], "max_verstappen")
    of("wins", lambda: api.get_race_results(driver="hamilton", results_position=1).total_results, 106)
    of("grid", lambda: api.get_race_results(driver="senna", grid_position=1).total_results, 65)
    of("qualifying", lambda: api.get_qualifying_results(2023, 1).content[0].driverId[0], "max_verstappen")
    of("sprint", lambda: api.get_sprint_results(2023, 4).content[0].driverId[0], "perez")
    of("standings", lambda: api.get_driver_standings(2023).content[0].points[0], 575.0)
    of("standings after a round", lambda: api.get_driver_standings(2021, 21).content[0].points[0], 369.5)
    of("constructors' standings", lambda: api.get_constructor_standings(2023).content[0].points[0], 860.0)
    of("laps", lambda: len(api.get_lap_times(2023, 1, lap_number=1).content[0]), 20)
    of("laps without places", lambda: len(api.get_lap_times(2026, 1, lap_number=1).content[0]), 20)
    of("stops", lambda: api.get_pit_stops(2021, 22, driver="max_verstappen").total_results, 3)
    of("legacy season", lambda: len(fetch_season(2023)), 22)
    of("legacy results", lambda: fetch_results(2023, 1, "Race")[0]["Driver"]["driverId"], "max_verstappen")
    of("event schedule", lambda: len(fastf1.get_event_schedule(1988, backend="ergast")), 16)


def check_ergast_py():
    import ergast_py
    import requests

    # Its address is written in the code: requests go where we want all the same.
    ask = requests.get
    theirs = "https://api.jolpi.ca/ergast/f1"
    requests.get = lambda url, **more: ask(url.replace(theirs, base_url), **more)

    def of(name, call, expected):
        check("ergast-py", name, call, expected)

    api = ergast_py.Ergast
    of("driver", lambda: api().driver("alonso").get_driver().family_name, "Alonso")
    of("drivers", lambda: len(api().season(2023).get_drivers()), 22)
    of("constructor", lambda: api().constructor("brawn").get_constructor().name, "Brawn")
    of("circuits", lambda: len(api().season(2023).get_circuits()), 22)
    of("races", lambda: len(api().season(2023).get_races()), 22)
    of("seasons", lambda: len(api().limit(100).get_seasons()), 77)
    of("status", lambda: api().season(2024).get_statuses()[0].status, "Finished")
    of("result", lambda: api().season(2023).round(1).get_result().results[0].driver.driver_id, "max_verstappen")
    of("qualifying", lambda: len(api().season(2023).round(1).get_qualifying().qualifying_results), 20)
    of("sprint", lambda: api().season(2023).round(4).get_sprint().sprint_results[0].driver.driver_id, "perez")
    of("standings", lambda: api().season(2023).get_driver_standing().driver_standings[0].points, 575.0)
    of("constructors' standings", lambda: api().season(2023).get_constructor_standing().constructor_standings[0].points, 860.0)
    of("laps", lambda: len(api().season(2023).round(1).lap(1).get_lap().laps[0].timings), 20)
    of("laps without places", lambda: len(api().season(2026).round(1).lap(1).get_lap().laps[0].timings), 20)
    of("stops", lambda: len(api().season(2021).round(22).driver("max_verstappen").get_pit_stop().pit_stops), 3)


def check_basef1():
    from basef1 import BaseF1Client

    def of(name, call, expected):
        check("basef1", name, call, expected)

    with BaseF1Client(base_url=base_url, cache=False) as api:
        of("seasons", lambda: len(api.get_seasons(limit=100).data.seasons), 77)
        of("statuses", lambda: api.get_statuses(limit=1).pagination.limit, "1")
        season = lambda: api.query().season(2023)
        of("races", lambda: len(season().get_races().data.races), 22)
        of("results", lambda: len(season().round(1).get_results().data.races[0].results), 20)
        of("qualifying", lambda: len(season().round(1).get_qualifying().data.races[0].qualifying_results), 20)
        of("sprint", lambda: len(season().round(4).get_sprint().data.races[0].sprint_results), 20)
        of("standings", lambda: season().get_driver_standings().data.standings_lists[0].driver_standings[0].points, "575")
        of("drivers", lambda: len(season().get_drivers().data.drivers), 22)
        of("circuits", lambda: len(season().get_circuits().data.circuits), 22)
        of("stops", lambda: season().round(1).get_pitstops().data.races[0].pit_stops[0].lap, "9")
        lap = lambda: api.query().season(2026).round(1).get_laps().data.races[0].laps[0]
        of("laps without places", lambda: len(lap().timings), 20)


for step in (check_fastf1, check_ergast_py, check_basef1):
    step()
