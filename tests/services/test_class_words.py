"""Which class a name speaks for, in three languages, and which words only look as if they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.services.class_words import tokens
from monazite.services.classify import FAIR, NONE, STRONG, WEAK, Classifier
from monazite.services.library import read_library
from monazite.storage.profile_files import shipped_profiles

LIBRARY = read_library(shipped_profiles())
CLASSIFIER = Classifier(LIBRARY)


@pytest.mark.parametrize(
    ("name", "class_"),
    [
        ("Magnet NdFeB N42SH 20x10x5", "ndfeb"),
        ("Permanent magnet", "magnet-unstated"),
        ("Permanentmagnete 12 mm", "magnet-unstated"),
        ("磁铁 20x5", "magnet-unstated"),
        ("烧结钕铁硼 N38", "ndfeb-sintered"),
        ("Ferrite magnet ring", "ferrite-magnet"),
        ("Ferrite bead 600R", "soft-ferrite"),
        ("磁珠 0603", "soft-ferrite"),
        ("Magnet wire 0.5 mm", "copper-wire"),
        ("SmCo5 disc", "smco-1-5"),
        ("Sm2Co17 segment", "smco-2-17"),
        ("Servo motor 400 W", "motor-unstated"),
        ("伺服电机 400W", "motor-unstated"),
        ("Magnetventil 24 V", "relay-solenoid"),
        ("电磁阀", "relay-solenoid"),
        ("扬声器 8Ω", "loudspeaker"),
        ("Lautsprecher", "loudspeaker"),
        ("Drehgeber", "sensor-magnetic"),
        ("传感器", "sensor-magnetic"),
        ("Schraube M4x10", "fastener-steel"),
        ("SCHRAUBE M4x10 für Motor", "fastener-steel"),
        ("Screw for magnet holder", "fastener-steel"),
        ("电机用螺钉 M4", "fastener-steel"),
        ("Ｏ-Ring 12x2", "seal"),
        ("Läufer 55", "motor-unstated"),
        ("LAEUFER 55", "motor-unstated"),
        ("Housing with magnet", "magnet-unstated"),
        ("Zylinderschraube M4 verzinkt", "fastener-steel"),
        ("Rillenkugellager 6204", "bearing-steel"),
        ("Faltschachtel 300x200", "packaging"),
    ],
)
def test_a_name_speaks_for_its_class(name: str, class_: str) -> None:
    assert CLASSIFIER.propose(name).class_ == class_


@pytest.mark.parametrize(
    "name",
    [
        "Motorhaube links", "motor hood", "电机罩", "摩托车", "Motorcycle", "Lüfterschraube", "Magnetisierung", "无磁",
        "Promotor", "Resealable", "Rohrmotor-Abdeckung", "", "4711", "🧲",
    ],
)  # fmt: skip
def test_words_that_only_look_alike_speak_for_nothing(name: str) -> None:
    assert CLASSIFIER.propose(name) == CLASSIFIER.propose("")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Screw, magnetic", ""),
        ("Ball bearing, ceramic", ""),
        ("Schraube mit Magnet", ""),
        ("Screw M4", "8505.11.10"),
        ("Seal with samarium", ""),
        ("Cable with hall sensor", ""),
        ("Screw kit", ""),
    ],
)
def test_what_may_hold_something_is_never_proposed_as_plain(name: str, code: str) -> None:
    proposal = CLASSIFIER.propose(name, "", code)
    assert proposal.class_ == ""
    assert proposal.support == WEAK


def test_the_description_can_speak_and_can_warn() -> None:
    assert CLASSIFIER.propose("4711", "Unterlegscheibe").class_ == "fastener-steel"
    assert CLASSIFIER.propose("Seal", "with integrated magnet").class_ == ""


def test_support_says_who_agrees() -> None:
    assert CLASSIFIER.propose("Magnet NdFeB", "", "85051110").support == STRONG
    assert CLASSIFIER.propose("Teil 17", "", "85051110").support == FAIR
    assert CLASSIFIER.propose("Teil 17").support == NONE


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12))
def test_any_text_gets_an_answer(name: str, description: str, code: str) -> None:
    proposal = CLASSIFIER.propose(name, description, code)
    assert proposal.class_ in {*LIBRARY.classes, ""}
    assert bool(proposal.class_) == (proposal.support in (STRONG, FAIR))


@given(st.sampled_from([p for rule in LIBRARY.words.words for p in (*rule.en, *rule.de)]), st.sampled_from("xqj"))
def test_a_word_is_not_found_inside_another(phrase: str, letter: str) -> None:
    inside = "".join(tokens(phrase)) + letter * 3
    assert CLASSIFIER.propose(letter * 3 + inside).support == NONE


def test_no_phrase_is_given_to_two_classes() -> None:
    found: dict[tuple[str, ...], str] = {}
    for rule in LIBRARY.words.words:
        for phrase in rule.phrases:
            assert found.setdefault(tokens(phrase), rule.cls) == rule.cls, phrase
    codes = [code for rule in LIBRARY.words.words for code in rule.hs]
    assert len(codes) == len(set(codes))
