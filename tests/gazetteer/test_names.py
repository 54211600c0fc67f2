import pytest

from pipeline.gazetteer.names import fold, is_latin, key_hash, skeleton


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("São Paulo", "sao paulo"),
        ("St. Louis", "saint louis"),
        ("Ft. Worth", "fort worth"),
        ("Sana’a", "sanaa"),
        ("Deir ez-Zor", "deir ez zor"),
        ("‘Ayn al ‘Arab", "ayn al arab"),
        ("Łódź", "lodz"),
        ("Muḩāfaz̧at Ḩalab", "muhafazat halab"),
    ],
)
def test_fold_joins_spellings_that_differ_in_marks_only(name: str, key: str) -> None:
    assert fold(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sheikh Zuweid", "Ash Shaykh Zuwayd"),
        ("Deir Ezzor", "Deir al-Zour"),
        ("Kharkov", "Kharkiv"),
        ("Jarablus", "Jarābulus"),
        ("Khan Sheikhoun", "Khān Shaykhūn"),
        ("Maarat al-Numan", "Ma'arrat an Nu'mān"),
    ],
)
def test_romanisations_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Aleppo", "Homs"), ("Mardin", "Amarduni"), ("Kunduz", "Kandahar")])
def test_different_names_have_different_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_a_skeleton_of_less_than_three_consonants_is_none() -> None:
    assert skeleton("Hoa") == ""


@pytest.mark.parametrize(("name", "latin"), [("Ḩalab", True), ("São Tomé", True), ("Алеппо", False), ("حلب", False)])
def test_only_latin_letters_count_as_latin(name: str, latin: bool) -> None:  # noqa: FBT001 - a case of the table
    assert is_latin(name) is latin


def test_hashes_never_change() -> None:
    # The shipped files hold these numbers.
    assert key_hash("aleppo") == 15261284018902268928
