"""Trees that the parser builds wrongly in news, mended."""

from __future__ import annotations

import pytest

from pipeline.parse.repair import repair
from pipeline.parse.sentence import ParsedSentence, Token, from_row
from tests.support.parses import parsed

LEMMAS = {"said": "say", "threatened": "threaten", "dressed": "dress"}


def tree(words: str, deps: str, heads: list[int], pos: str, *, tags: str = "") -> ParsedSentence:
    """A parsed sentence from words, labels, heads, parts of speech and tags, as the parser would give them."""
    starts, at = [], 0
    for word in words.split():
        starts.append(at)
        at += len(word) + 1
    ends = [start + len(word) for start, word in zip(starts, words.split(), strict=True)]
    row = {
        "sentence_start": 0,
        "token_starts": starts,
        "token_ends": ends,
        "lemmas": [LEMMAS.get(word, word) for word in words.split()],
        "heads": heads,
    }
    row |= {"pos": pos.split(), "xpos": (tags or pos).split(), "deps": deps.split(), "entities": [""] * len(starts)}
    return from_row(row, words)


def words_of(sentence: ParsedSentence) -> dict[str, Token]:
    """The tokens by their texts."""
    return {token.text: token for token in sentence.tokens}


def test_a_report_gives_back_the_subject_that_it_swallowed() -> None:
    sentence = tree(
        "Officials said drills near Goris would run",
        "nsubj parataxis dobj prep pobj aux ROOT",
        [1, 6, 1, 1, 3, 6, 6],
        "NOUN VERB NOUN ADP PROPN AUX VERB",
    )
    by_word = words_of(sentence)
    assert (by_word["drills"].dep, by_word["drills"].head) == ("nsubj", by_word["run"])
    assert by_word["near"].head is by_word["drills"]
    assert (by_word["run"].dep, by_word["run"].head) == ("ccomp", by_word["said"])
    assert (by_word["said"].dep, by_word["said"].head) == ("ROOT", by_word["said"])
    assert [t.text for t in by_word["said"].subtree()] == sentence.text.split()


def test_a_remark_in_a_sentence_with_a_subject_stays() -> None:
    sentence = tree(
        "Rebels officials said Goris left",
        "nsubj nsubj parataxis dobj ROOT",
        [4, 2, 4, 2, 4],
        "NOUN NOUN VERB PROPN VERB",
    )
    assert sentence.tokens[3].dep == "dobj"


def test_up_to_a_number_is_no_direction() -> None:
    sentence = tree(
        "Gunmen kidnapped up to 16 miners",
        "nsubj ROOT prt prep nummod pobj",
        [1, 1, 1, 2, 5, 3],
        "NOUN VERB ADP ADP NUM NOUN",
    )
    by_word = words_of(sentence)
    assert (by_word["miners"].dep, by_word["miners"].head) == ("dobj", by_word["kidnapped"])
    assert [t.text for t in by_word["miners"].subtree()] == ["up", "to", "16", "miners"]


def test_what_was_threatened_is_no_purpose() -> None:
    sentence = tree(
        "Separatists threatened on Monday to bomb resorts",
        "ROOT acl prep pobj aux advcl dobj",
        [0, 0, 1, 2, 5, 1, 5],
        "NOUN VERB ADP PROPN PART VERB NOUN",
    )
    by_word = words_of(sentence)
    assert (by_word["bomb"].dep, by_word["bomb"].head) == ("xcomp", by_word["threatened"])
    assert (by_word["Separatists"].dep, by_word["Separatists"].head) == ("nsubj", by_word["threatened"])
    assert [t.text for t in by_word["threatened"].subtree()] == sentence.text.split()


def test_a_purpose_of_another_verb_stays() -> None:
    sentence = tree(
        "Rebels marched to bomb resorts", "nsubj ROOT aux advcl dobj", [1, 1, 3, 1, 3], "NOUN VERB PART VERB NOUN"
    )
    assert sentence.tokens[3].dep == "advcl"


def test_what_has_a_verbs_arguments_is_a_verb() -> None:
    sentence = tree("army retook Palmyra", "nsubj ROOT dobj", [1, 1, 1], "NOUN NOUN PROPN")
    verb = words_of(sentence)["retook"]
    assert (verb.pos, verb.lemma) == ("VERB", "retake")


def test_an_arabic_name_is_one_object() -> None:
    by_word = words_of(parsed("Police arrested Omar al-Tayeb on Monday."))
    assert by_word["Tayeb"].dep == "dobj"
    assert {by_word["Omar"].head, by_word["al"].head} == {by_word["Tayeb"]}


def test_the_object_of_a_particle_is_the_verbs() -> None:
    sentence = tree("handing over weapons", "ROOT prt pobj", [0, 0, 1], "VERB ADP NOUN")
    by_word = words_of(sentence)
    assert (by_word["weapons"].dep, by_word["weapons"].head) == ("dobj", by_word["handing"])


def test_a_noun_that_announces_is_a_subject() -> None:
    sentence = tree("Groups announced they merged", "ROOT acl nsubj ccomp", [0, 0, 3, 1], "NOUN VERB PRON VERB")
    by_word = words_of(sentence)
    assert (by_word["Groups"].dep, by_word["Groups"].head) == ("nsubj", by_word["announced"])
    assert by_word["announced"].dep == "ROOT"


def test_sentences_part_at_their_semicolon() -> None:
    by_word = words_of(parsed("A shell struck the house; nobody was hurt."))
    assert by_word["struck"].head is by_word["struck"]


def test_parties_of_a_deed_hang_on_it() -> None:
    by_word = words_of(parsed("The ambush of a convoy by rebels killed two."))
    assert by_word["by"].head is by_word["ambush"]
    assert words_of(parsed("The kidnapping in October of two nurses shocked Gao."))["of"].head.text == "kidnapping"


def test_what_is_taken_away_hangs_on_the_verb() -> None:
    by_word = words_of(parsed("The soldiers relieved the rebels of their rifles."))
    assert by_word["of"].head is by_word["relieved"]


def test_who_is_let_go_is_the_object_of_one_verb() -> None:
    by_word = words_of(parsed("The rebels let go an engineer on Monday."))
    assert (by_word["engineer"].head.text, by_word["go"].dep) == ("let", "prt")


def test_who_is_shot_dead_has_a_verb_before_him() -> None:
    by_word = words_of(parsed("Gunmen on a motorbike shot dead a colonel in Quetta on Monday."))
    assert (by_word["shot"].lemma, by_word["shot"].pos) == ("shoot", "VERB")
    assert by_word["Gunmen"].head is by_word["shot"]


def test_a_verb_before_a_place_is_no_part_of_its_name() -> None:
    by_word = words_of(parsed("Talks stopped after the Houthis overran Sanaa."))
    assert (by_word["overran"].pos, by_word["overran"].lemma) == ("VERB", "overrun")
    assert (by_word["Houthis"].head, by_word["Sanaa"].head) == (by_word["overran"], by_word["overran"])


def test_a_verb_behind_a_date_has_the_noun_between_as_its_subject() -> None:
    by_word = words_of(parsed("In May gunmen attacked two villages near Gao."))
    assert (by_word["gunmen"].head, by_word["gunmen"].dep) == (by_word["attacked"], "nsubj")


def test_each_of_two_verbs_has_its_noun() -> None:
    by_word = words_of(parsed("Rebels shelled the town and residents fled to the hills."))
    assert (by_word["town"].head, by_word["residents"].head) == (by_word["shelled"], by_word["fled"])


def test_a_verb_stands_above_its_object() -> None:
    by_word = words_of(parsed("Helicopter gunships strafed bunkers near Gao on Monday."))
    assert (by_word["bunkers"].head, by_word["strafed"].dep) == (by_word["strafed"], "ROOT")


def test_a_second_infinitive_stands_beside_the_first() -> None:
    by_word = words_of(parsed("The faction promised to stop taxing farmers and to free two soldiers."))
    assert by_word["free"].head is by_word["stop"]


def test_who_is_ordered_to_be_sent_is_no_noun_with_a_clause() -> None:
    by_word = words_of(parsed("The president has ordered two more brigades to be sent to the restive province."))
    assert (by_word["sent"].head, by_word["sent"].dep) == (by_word["ordered"], "ccomp")
    assert (by_word["brigades"].head, by_word["brigades"].dep) == (by_word["sent"], "nsubjpass")


def test_a_plea_for_others_to_act_has_their_deed_for_its_clause() -> None:
    by_word = words_of(parsed("The archbishop pleaded for foreign peacekeepers to be sent to his diocese."))
    assert (by_word["sent"].head, by_word["sent"].dep) == (by_word["pleaded"], "xcomp")


def test_who_is_let_in_is_an_object() -> None:
    by_word = words_of(parsed("The Bosnian Serbs refused to let UN observers into the enclave."))
    assert (by_word["observers"].head, by_word["observers"].dep) == (by_word["let"], "dobj")


@pytest.mark.parametrize(
    ("text", "noun", "verb"),
    [
        ("Police backed by soldiers sealed off the streets around parliament.", "Police", "sealed"),
        ("More than 200 elite troops backed by helicopters poured into the town.", "troops", "poured"),
        ("The last soldiers stationed at the fort left on Monday.", "soldiers", "left"),
    ],
)
def test_a_verb_after_a_participle_is_the_sentence_s(text: str, noun: str, verb: str) -> None:
    by_word = words_of(parsed(text))
    assert (by_word[verb].dep, by_word[verb].head) == ("ROOT", by_word[verb])
    assert (by_word[noun].dep, by_word[noun].head) == ("nsubj", by_word[verb])


def test_what_stands_as_a_noun_is_one() -> None:
    by_word = words_of(parsed("The ministry dismissed reports that its artillery had shelled Zambian villages."))
    assert (by_word["reports"].pos, by_word["reports"].tag) == ("NOUN", "NNS")


def test_what_is_asked_for_hangs_on_the_plea() -> None:
    by_word = words_of(parsed("Islamabad renewed its plea for talks."))
    assert by_word["for"].head is by_word["plea"]


def test_several_subjects_of_a_verb_that_was_taken_for_their_attribute_leave_a_tree() -> None:
    by_word = words_of(
        parsed("Two generals and some 600 men defected to the rebels in Rastan last week, bringing guns.")
    )
    assert (by_word["generals"].head, by_word["generals"].dep) == (by_word["defected"], "nsubj")


def test_a_ring_is_refused() -> None:
    tokens = parsed("Rebels shelled the town.").tokens
    tokens[1].head, tokens[0].head = tokens[0], tokens[1]
    with pytest.raises(ValueError, match="is no tree"):
        repair(tokens)


def test_a_progressive_that_was_taken_for_an_attribute_is_the_verb() -> None:
    by_word = words_of(parsed("Egypt is mediating between Fatah and Hamas."))
    assert (by_word["Egypt"].head, by_word["is"].dep) == (by_word["mediating"], "aux")


def test_who_is_named_behind_a_participle_with_its_doer_suffers() -> None:
    by_word = words_of(parsed("Seven monks of Tibhirine, led away in the night by an armed group, were killed in May."))
    assert by_word["monks"].dep == "nsubjpass"


def test_a_passive_that_was_taken_for_an_attribute_is_the_verb() -> None:
    by_word = words_of(parsed("Students protesting against fees were tear-gassed by police in Nairobi on Friday."))
    assert (by_word["Students"].dep, by_word["were"].dep) == ("nsubjpass", "auxpass")
    assert by_word["tear-gassed"].dep == "ROOT"


def test_strikes_that_hit_are_no_verb() -> None:
    by_word = words_of(parsed("The missile strikes on Friday hit Islamic State command posts near Raqqa."))
    assert (by_word["strikes"].pos, by_word["missile"].dep) == ("NOUN", "compound")


def test_an_offensive_that_is_launched_is_a_noun() -> None:
    sentence = tree(
        "Troops launched a ground offensive",
        "nsubj ROOT det compound dobj",
        [1, 1, 4, 4, 1],
        "NOUN VERB DET NOUN ADJ",
    )
    assert words_of(sentence)["offensive"].pos == "NOUN"


def test_a_name_right_behind_a_verb_is_its_object() -> None:
    sentence = tree("Troops besieged Madaya", "nsubj ROOT npadvmod", [1, 1, 1], "NOUN VERB PROPN")
    assert words_of(sentence)["Madaya"].dep == "dobj"


def test_a_number_of_things_right_behind_a_verb_is_its_object() -> None:
    sentence = tree(
        "Gunners shot down 28 of 31 drones",
        "nsubj ROOT prt npadvmod prep nummod pobj",
        [1, 1, 1, 1, 3, 6, 4],
        "NOUN VERB ADP NUM ADP NUM NOUN",
    )
    assert words_of(sentence)["28"].dep == "dobj"


def test_an_amount_right_behind_a_verb_is_no_object() -> None:
    sentence = tree("Shares fell two percent", "nsubj ROOT nummod npadvmod", [1, 1, 3, 1], "NOUN VERB NUM NOUN")
    assert words_of(sentence)["percent"].dep == "npadvmod"


def test_what_bombers_are_dressed_as_does_nothing() -> None:
    sentence = tree(
        "Bombers dressed as women attacked a base",
        "ROOT acl mark nsubj advcl det dobj",
        [0, 0, 4, 4, 1, 6, 4],
        "NOUN VERB SCONJ NOUN VERB DET NOUN",
        tags="NNS VBN IN NNS VBD DT NN",
    )
    by_word = words_of(sentence)
    assert (by_word["Bombers"].dep, by_word["Bombers"].head) == ("nsubj", by_word["attacked"])
    assert by_word["women"].dep == "pobj"


def test_a_clause_behind_as_keeps_its_subject() -> None:
    sentence = tree(
        "People died as jets attacked a queue",
        "nsubj ROOT prep pobj advcl det dobj",
        [1, 1, 1, 2, 1, 6, 4],
        "NOUN VERB ADP NOUN VERB DET NOUN",
        tags="NNS VBD IN NNS VBD DT NN",
    )
    by_word = words_of(sentence)
    assert (by_word["jets"].dep, by_word["jets"].head) == ("nsubj", by_word["attacked"])
    assert by_word["as"].dep == "mark"


def test_two_names_with_a_comma_are_one_subject() -> None:
    by_word = words_of(parsed("Xi, Modi met in Wuhan on Friday."))
    assert (by_word["Xi"].dep, by_word["Modi"].dep, by_word["Modi"].head) == ("nsubj", "conj", by_word["Xi"])


def test_names_behind_a_comma_are_the_subject_of_a_verb_without_one() -> None:
    by_word = words_of(parsed("Under pressure from Washington, Bogota and Caracas agreed to restore relations."))
    assert (by_word["Bogota"].dep, by_word["Bogota"].head) == ("nsubj", by_word["agreed"])


@pytest.mark.parametrize(
    ("sentence", "verb", "tag", "label", "subject"),
    [
        ("Also seized in the raid on Friday were two nuns.", "seized", "VBN", "nsubjpass", "nuns"),
        ("The base was overrun on Sunday by fighters in trucks.", "overrun", "VBN", "nsubjpass", "base"),
        ("A dawn sweep through Brussels on Monday netted five jihadists.", "netted", "VBD", "nsubj", "sweep"),
    ],
)
def test_a_verb_gets_its_place_and_subject(sentence: str, verb: str, tag: str, label: str, subject: str) -> None:
    by_word = words_of(parsed(sentence))
    found = by_word[verb]
    assert (found.pos, found.tag) == ("VERB", tag)
    assert (by_word[subject].dep, by_word[subject].head) == (label, found)
