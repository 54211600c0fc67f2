"""Which numbers count the dead, the injured, troops and equipment."""

from __future__ import annotations

import pytest

from tests.support.parses import mentions_of

NO = (None, None)
Bounds = tuple[int | None, int | None]


@pytest.mark.parametrize(
    ("sentence", "deaths", "injured"),
    [
        ("A bomb killed 12 people in Kabul.", (12, 12), (None, None)),
        ("A blast tore through the market, leaving 5 dead.", (5, 5), (None, None)),
        ("Gunmen attacked the village and the death toll rose to 30.", (30, 30), (None, None)),
        ("The death toll from the attack rose from 9 to 12.", (12, 12), (None, None)),
        ("Three soldiers were killed and 12 injured in the ambush.", (3, 3), (12, 12)),
        ("The raid left three dead and five wounded.", (3, 3), (5, 5)),
        ("The raid on a market in Saada left 60 dead.", (60, 60), (None, None)),
        ("Gunmen killed two soldiers and a child.", (3, 3), (None, None)),
        ("Gunmen shot and killed a teacher.", (1, 1), (None, None)),
        ("The villager ran until he was killed by gunmen.", (1, 1), (None, None)),
        ("The assassination of the former mayor shocked Aden.", (1, 1), (None, None)),
        ("The death of a farmer in an attack near Jos angered Nigeria.", (1, 1), (None, None)),
        ("The killing of the village by militiamen went on.", (None, None), (None, None)),
        ("Gunmen killed the mayor and her driver.", (2, 2), (None, None)),
        ("Dozens of people died in the fighting.", (12, 99), (None, None)),
        ("At least 12 people were wounded in the attack.", (None, None), (12, None)),
        ("The attack claimed ten lives.", (10, 10), (None, None)),
        ("The bombing caused at least 40 deaths.", (40, None), (None, None)),
        ("The army said that up to 30 rebels were killed.", (None, 30), (None, None)),
        ("Two farmers were hacked to death by militiamen.", (2, 2), (None, None)),
        ("The army killed rebels in 2019.", (None, None), (None, None)),
        ("Deadliest blast of the year: 41 killed, and 318 injured at a bazaar.", (41, 41), (318, 318)),
        ("A bomb killed nobody.", (0, 0), (None, None)),
        ("Gunmen tried to kill two judges.", (None, None), (None, None)),
        ("A patrol was attacked with the loss of nine soldiers.", (9, 9), (None, None)),
        ("In 2009, two of its members were killed by police.", (2, 2), (None, None)),
        ("Militiamen dragged 11 men from their homes and killed them.", (11, 11), (None, None)),
        ("Quetta: eight dead in blast", (8, 8), (None, None)),
        ("The air raid killed two farmers and 300 sheep.", (2, 2), (None, None)),
        ("12 soldiers killed, 30 wounded in ambush near Goma", (12, 12), (30, 30)),
        ("In the raid the group lost nine fighters and counted 31 dead soldiers.", (40, 40), (None, None)),
        ("Between 10 and 12 people were killed in the attack.", (10, 12), (None, None)),
        ("Twelve people lost their lives in the bombing.", (12, 12), (None, None)),
        ("Twelve people were reported killed in the bombing.", (12, 12), (None, None)),
        ("Twelve people are feared dead after the bombing.", (12, 12), (None, None)),
        ("Gunmen killed five people in Bria, bringing the death toll in the town to 12.", (5, 5), (None, None)),
        ("A bomb killed five people and the death toll rose to 12.", (5, 5), (None, None)),
        ("The bodies of 12 villagers killed by gunmen were found near Bria.", (12, 12), (None, None)),
        ("Clashes with rebels left eight dead.", (8, 8), (None, None)),
        ("Thirteen peacekeepers were killed in an ambush.", (13, 13), (None, None)),
        ("A 63-year-old woman died when shells hit Donetsk.", (1, 1), (None, None)),
        ("Troops fired on a crowd and killed a 19-year-old.", (1, 1), (None, None)),
        ("A suicide bomber killed himself and four soldiers in Grozny.", (5, 5), (None, None)),
        ("Militiamen executed a pair of captives.", (2, 2), (None, None)),
        ("A woman gathering firewood stepped on a mine and was killed.", (1, 1), (None, None)),
        ("A bus driver who tried to slip past a rebel roadblock was shot dead by gunmen.", (1, 1), (None, None)),
        ("Three are dead after police fired on protesters.", (3, 3), (None, None)),
        ("The massacre of 40 villagers by militiamen was the worst this year.", (40, 40), (None, None)),
        ("Rebels attacked the town, killing 12 civilians, including three children, and four soldiers.", (16, 16), NO),
        ("Nine people, six guerrillas and three soldiers, were killed in fighting near Kidal.", (9, 9), NO),
        ("Jets bombed Aleppo, killing at least 30 people, among them 11 children and a nurse.", (30, None), NO),
        ("A family of six was massacred by gunmen in Riyom.", (6, 6), NO),
        ("A total of 45 people were killed in fighting near Batticaloa.", (45, 45), NO),
        ("A mother, her two daughters and a neighbour were shot dead by militiamen in Bangui.", (4, 4), NO),
        ("Two suicide bombers attacked the base, killing five officers as well as themselves.", (7, 7), NO),
        ("Twenty Tuareg rebels were killed by the army.", (20, 20), NO),
        ("The massacre of half a million people by militiamen shocked the world.", (500_000, 500_000), NO),
        ("Half a dozen soldiers were killed in an ambush.", (6, 6), NO),
        ("A judge was shot by gunmen outside his home and died in hospital.", (1, 1), NO),
        ("The cleric was gunned down by militants.", (1, 1), NO),
        ("Two suspects were burned alive by a mob.", (2, 2), NO),
        ("Seven miners were shot in the head by paramilitaries.", (7, 7), NO),
        ("Assailants slit the throats of five shepherds.", (5, 5), NO),
        ("Gunmen raided the airbase at the cost of seven servicemen.", (7, 7), NO),
        ("Police put at 14 the number of people killed in the bombing.", (14, 14), NO),
        ("The number of people killed in the bombing has climbed to 35.", (35, 35), NO),
        ("A rocket hit the market, causing no casualties.", (0, 0), (0, 0)),
        ("North Korea shelled the island, causing neither casualties nor damage.", (0, 0), (0, 0)),
        ("Jets struck the camp, with no loss of life.", (0, 0), NO),
        ("The blast harmed no one.", (0, 0), (0, 0)),
        ("Gunmen attacked the mayor, who escaped unhurt.", (0, 0), (0, 0)),
    ],
)
def test_tolls(sentence: str, deaths: Bounds, injured: Bounds) -> None:
    (row,) = mentions_of(sentence)
    assert (row["deaths_low"], row["deaths_high"]) == deaths
    assert (row["injured_low"], row["injured_high"]) == injured


@pytest.mark.parametrize(
    ("told", "deaths"),
    [
        ("Nobody was killed.", 0),
        ("There were no casualties.", 0),
        ("No one was hurt.", 0),
        ("It claimed 12 lives.", 12),
        ("Doctors counted 12 bodies.", 12),
        ("Of the 30 hurt, 12 later died.", 12),
        ("The ministry put the toll at 12.", 12),
        ("Officials raised the death toll from nine to 12.", 12),
        ("The number of dead reached 12.", 12),
        ("Three more had died by nightfall, bringing the death toll to 12.", 12),
        ("Eight people lay dead.", 8),
        ("There were no immediate reports of casualties.", 0),
        ("He survived the attempt.", 0),
        ("The toll was put at 12.", 12),
        ("The war has killed 200,000 people since 2011.", None),
        ("Nearly 800 people have died in the conflict.", None),
        ("About 120 people have been killed in the province this year.", None),
        ("Some 500 people have died since the revolt began in the 1970s.", None),
        ("Some 750 people have been killed in the 19-day-old offensive.", None),
        ("It was the deadliest day since March, when 40 people were killed.", None),
    ],
)
def test_a_toll_told_after_its_event(told: str, deaths: int | None) -> None:
    rows = mentions_of("Gunmen attacked a village in Borno.", told)
    assert [row["deaths_low"] for row in rows if row["deaths_low"] is not None] == [deaths] * (deaths is not None)


def test_those_who_died_besides_come_to_those_told_before() -> None:
    rows = mentions_of("Gunmen killed two people in Borno.", "Three more died on the way.")
    assert [(row["status_cue"], row["deaths_low"]) for row in rows] == [("past", 2), ("total", 5)]


@pytest.mark.parametrize(
    ("told", "further", "deaths"),
    [
        ("Gunmen stormed a checkpoint, killing four soldiers.", "Two of the attackers were also killed.", 6),
        ("Gunmen stormed a checkpoint, killing four soldiers.", "Nine rebels were killed, the army said.", 13),
        ("Gunmen stormed a checkpoint, killing four soldiers.", "A fifth died in hospital.", 5),
        ("A grenade killed three drinkers in a bar.", "More than two people were killed.", None),
        ("Gunmen stormed a checkpoint, killing four people.", "Nine rebels were killed, the army said.", None),
        ("Gunmen stormed a checkpoint, killing four soldiers.", "Nine rebels were killed in Basra.", None),
        ("Gunmen stormed a checkpoint, killing four soldiers.", "Nine rebels were killed on Monday.", None),
    ],
)
def test_the_dead_of_the_other_side_come_to_those_told_before(told: str, further: str, deaths: int | None) -> None:
    totals = [row["deaths_low"] for row in mentions_of(told, further) if row["status_cue"] == "total"]
    assert totals == [deaths] * (deaths is not None)


def test_the_words_of_the_toll_are_kept() -> None:
    (row,) = mentions_of("Gunmen killed two soldiers and a child.")
    assert row["deaths_text"] == "two soldiers; a child"


def test_the_form_of_violence_takes_the_toll_of_its_outcome() -> None:
    (row,) = mentions_of("The drone strike on the depot killed two guards.")
    assert (row["event_class"], row["deaths_low"]) == ("drone_strike", 2)


def test_a_toll_alone_is_a_reference_to_violence_before() -> None:
    first, toll = mentions_of("Gunmen attacked a village in Borno.", "Twelve people died.")
    assert (first["deaths_low"], first["is_reference"]) == (None, False)
    assert (toll["rule_id"], toll["deaths_low"], toll["is_reference"]) == ("toll", 12, True)
    assert mentions_of("Farmers protested in Lima.", "Twelve people died.")[1:] == []


def test_troops_and_equipment() -> None:
    (row,) = mentions_of("Russia deployed 200 vehicles, 12 aircraft and 3,000 troops to the border.")
    assert (row["troops"], row["equipment"]) == (3000, "200 vehicles; 12 aircraft")
    (row,) = mentions_of("Hundreds of troops were deployed to the border.")
    assert row["troops"] == 100


def test_the_dead_are_no_deployed_troops() -> None:
    (row,) = mentions_of("Two soldiers died in combat near Bakhmut.")
    assert (row["deaths_low"], row["troops"]) == (2, None)
