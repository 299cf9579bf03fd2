"""Every example is assessed, and says what the comment at its head says; its twin, one fact away, says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from regnav.assessment import Assessment
from regnav.navigator import Navigator
from regnav.system import System, read_system

FOLDER = ROOT / "examples"
FILES = sorted(FOLDER.glob("*.yaml"))
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Headline:
    """What an example shows, if need be with some facts changed."""

    file: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    concepts: Mapping[str, bool] = field(default_factory=dict)
    norms: Mapping[str, str] = field(default_factory=dict)
    """Norm to status, with the day after a blank."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Norm that depends to a fact that it hangs on."""

    def __str__(self) -> str:
        return " with ".join([self.file, *(f"{k} {v}" for k, v in self.changes.items())])


HEADLINES = [
    # Privacy Act, APP 1.7 from 10 December 2026; AI Law of Vietnam, Art. 10(1) from 1 March 2026; PDPA s 24
    Headline(
        "cv-screening-abroad",
        norms={
            "privacy-act:app-1-7-explain-automated-decisions": "upcoming 2026-12-10",
            "ai-law-vn:10-1-classify": "applies 2026-03-01",
            "pdpa-sg:24-protect-data": "applies",
            "9-1-risk-management-system": "depends",
        },
        missing={"9-1-risk-management-system": "market.changed_on"},
    ),
    Headline(
        "cv-screening-abroad",
        {"au.turnover_over_3m": False, "au.listed_small_business": False},
        norms={"privacy-act:app-1-7-explain-automated-decisions": "not_applicable", "ai-law-vn:10-1-classify": "applies 2026-03-01"},
    ),
    # Annex III, point 4(a); Art. 113, third paragraph, point (c)(i)
    Headline(
        "cv-screening",
        concepts={"AnnexIII-4-a": True, "HighRiskAISystem": True, "Provider": True, "InScope": True},
        norms={
            "4-1-literacy-2026": "applies 2026-07-27",
            "9-1-risk-management-system": "upcoming 2027-12-02",
            "26-1-follow-instructions": "not_applicable",
            "53-1-c-copyright-policy": "not_applicable",
        },
    ),
    Headline("cv-screening", {"ai.use": [], "product.law": []}, concepts={"HighRiskAISystem": False}, norms={"9-1-risk-management-system": "not_applicable"}),
    # Art. 111(2): only once its design changes significantly
    Headline(
        "cv-screening-legacy",
        concepts={"HighRiskAISystem": True},
        norms={"9-1-risk-management-system": "depends", "4-1-literacy-2026": "applies 2026-07-27"},
        missing={"9-1-risk-management-system": "market.changed_on", "17-1-quality-management": "market.changed_on"},
    ),
    Headline(
        "cv-screening-legacy",
        {"market.changed_on": "never", "ai.for_public_authorities": False},
        norms={"9-1-risk-management-system": "not_applicable"},
    ),
    Headline(
        "cv-screening-legacy",
        {"market.changed_on": "never", "ai.for_public_authorities": True},
        norms={"9-1-risk-management-system": "upcoming 2030-08-02"},
    ),
    Headline(
        "cv-screening-legacy",
        {"market.changed_on": date(2028, 2, 1), "ai.for_public_authorities": False},
        norms={"9-1-risk-management-system": "upcoming 2028-02-01"},
    ),
    # Art. 50(1) and (2) bind the provider, Art. 4 the deployer too
    Headline(
        "chatbot-deployer",
        concepts={"InteractsDirectly50-1": True, "HighRiskAISystem": False, "ProhibitedPractice": False},
        norms={"4-1-literacy-2026": "applies 2026-07-27", "50-1-tell-people": "not_applicable", "50-2-mark-output": "not_applicable"},
    ),
    Headline("chatbot-deployer", {"role.ai": ["provider"]}, norms={"50-1-tell-people": "applies 2026-08-02", "50-2-mark-output": "applies 2026-08-02"}),
    # Art. 111(4): placed before 2 August 2026; Art. 5(1a)(a)(ii): safeguards
    Headline(
        "image-generator",
        concepts={"GeneratesSynthetic50-2": True, "ProhibitedPractice": False, "HighRiskAISystem": False},
        norms={"50-2-mark-output": "upcoming 2026-12-02"},
    ),
    Headline("image-generator", {"market.placed_on": date(2026, 8, 2)}, norms={"50-2-mark-output": "applies 2026-08-02"}),
    Headline(
        "image-generator",
        {"ai.intimate_imagery.safeguards": False, "ai.intimate_imagery.foreseeable": True},
        concepts={"Practice5-1-ba": True, "ProhibitedPractice": True},
    ),
    # Annex III, point 5(b); Art. 27(1)
    Headline(
        "credit-scoring-bank",
        concepts={"AnnexIII-5-b": True, "HighRiskAISystem": True, "Provider": True, "RightsAssessingDeployer": True},
        norms={"9-1-risk-management-system": "upcoming 2027-12-02", "27-1-assess-impact": "upcoming 2027-12-02", "49-1-register": "upcoming 2027-12-02"},
    ),
    Headline("credit-scoring-bank", {"role.ai": ["provider"]}, norms={"27-1-assess-impact": "not_applicable"}),
    Headline("credit-scoring-bank", {"ai.fraud_detection": True}, concepts={"HighRiskAISystem": False}, norms={"27-1-assess-impact": "not_applicable"}),
    # Art. 6(1) and 43(3); Art. 113, third paragraph, point (c)(ii)
    Headline(
        "medical-device",
        concepts={"HighRiskSectionA": True, "AnnexI-A-11": True, "AnnexIIIHighRiskSystem": False},
        norms={
            "9-1-risk-management-system": "upcoming 2028-08-02",
            "43-3-sectoral-procedure-2026": "upcoming 2028-08-02",
            "43-2-internal-control": "not_applicable",
            "49-1-register": "not_applicable",
        },
    ),
    Headline("medical-device", {"product.third_party.section_a": False}, concepts={"HighRiskAISystem": False}),
    # Art. 51(2), 54(1), 55(1)
    Headline(
        "gpai-model",
        concepts={"SystemicRiskModel": True, "InScope": True},
        norms={
            "53-1-c-copyright-policy": "applies 2025-08-02",
            "54-1-appoint": "applies 2025-08-02",
            "55-1-b-assess": "applies 2025-08-02",
            "4-1-literacy-2026": "not_applicable",
        },
    ),
    Headline(
        "gpai-model",
        {"gpai.training_compute": "1e25", "gpai.high_impact": False},
        concepts={"SystemicRiskModel": False},
        norms={"55-1-b-assess": "not_applicable", "53-1-c-copyright-policy": "applies 2025-08-02"},
    ),
    # Four acts: CRA Annex III, class I, point 17, and Art. 14 from the first sale; recognising a sound is not recognising an emotion; no financial entity
    Headline(
        "baby-monitor",
        concepts={
            "cra:ImportantClassI": True,
            "cra:ProductInScope": True,
            "gdpr:InScope": True,
            "EmotionOrCategorisation50-3": False,
            "dora:FinancialEntity": False,
        },
        norms={"cra:14-1-notify-vulnerability": "upcoming 2028-09-01", "cra:32-3-class-two": "not_applicable", "dora:17-1-process": "not_applicable"},
    ),
    Headline("baby-monitor", {"cra.category": []}, concepts={"cra:ImportantClassI": False}, norms={"cra:32-2-class-one": "not_applicable"}),
    # Annex III, point 5(d), and Annex I; CRA Art. 2(2); GDPR Arts 9 and 35; FRIA of a body governed by public law
    Headline(
        "hospital-triage",
        concepts={"AnnexIII-5-d": True, "AnnexIHighRiskSystem": True, "cra:ProductInScope": False, "gdpr:SpecialCategories": True},
        norms={"27-1-assess-impact": "upcoming 2027-12-02", "gdpr:9-1-no-special-categories": "not_applicable", "cra:13-1-design-securely": "not_applicable"},
    ),
    Headline("hospital-triage", {"gdpr.special_exception": []}, norms={"gdpr:9-1-no-special-categories": "applies"}),
    # CRA: monetised, by a volunteer, by a steward
    Headline("open-source-library", concepts={"cra:ProductInScope": True}, norms={"cra:14-1-notify-vulnerability": "applies"}),
    Headline(
        "open-source-library", {"cra.commercial": False}, concepts={"cra:ProductInScope": False}, norms={"cra:14-1-notify-vulnerability": "not_applicable"}
    ),
    Headline(
        "open-source-library",
        {"cra.commercial": False, "role.cra": ["steward"]},
        norms={"cra:24-1-security-policy": "upcoming 2027-12-11", "cra:13-1-design-securely": "not_applicable"},
    ),
    # The bank: AI Act Arts 17(4) and 27; GDPR Arts 22 and 35; DORA without Art. 16; no CRA
    Headline(
        "credit-scoring-bank",
        concepts={"dora:FinancialEntity": True, "dora:SimplifiedEntity": False, "cra:ProductInScope": False},
        norms={"dora:16-1-framework": "not_applicable", "dora:6-1-framework": "applies", "cra:13-1-design-securely": "not_applicable"},
    ),
    # Nothing but what binds every AI system
    Headline(
        "spam-filter",
        concepts={"HighRiskAISystem": False, "UnderArticle5Or50": False, "InScope": True},
        norms={"4-1-literacy-2026": "applies 2026-07-27", "50-1-tell-people": "not_applicable", "9-1-risk-management-system": "not_applicable"},
    ),
    Headline("spam-filter", {"ai.open_source": True}, concepts={"InScope": False}, norms={"4-1-literacy-2026": "not_applicable"}),
    # Art. 5(1)(h)(iii), (2), (3) and (5)
    Headline(
        "police-face-recognition",
        concepts={"PermittedRBI": True, "ProhibitedPractice": False, "AnnexIII-1-a": True, "HighRiskAISystem": True},
        norms={"5-3-prior-authorisation": "applies 2025-02-02", "27-1-assess-impact": "upcoming 2027-12-02"},
    ),
    Headline("police-face-recognition", {"ai.identification_authorised": False}, concepts={"Practice5-1-h": True, "ProhibitedPractice": True}),
    Headline("police-face-recognition", {"ai.four_year_offence": False}, concepts={"Practice5-1-h": True}),
    # Art. 2(1)(c)
    Headline(
        "third-country-output",
        concepts={"Scope2-1-a": False, "Scope2-1-c": True, "InScope": True, "HighRiskAISystem": True},
        norms={"26-1-follow-instructions": "upcoming 2027-12-02", "9-1-risk-management-system": "upcoming 2027-12-02"},
    ),
    Headline("third-country-output", {"market.output_in_union": False}, concepts={"InScope": False}, norms={"26-1-follow-instructions": "not_applicable"}),
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_example_is_short_titled_and_explained(law: Navigator, file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert len(lines) <= 25
    system = read_system(file)
    assert system.title
    assert read_system(str(file)) == system
    answer = law.assess(system, DAY, DAY)
    assert answer.counts["applies"] > 0
    assert file.stem in {headline.file for headline in HEADLINES}


@pytest.mark.parametrize("headline", HEADLINES, ids=str)
def test_an_example_says_what_the_law_says(law: Navigator, headline: Headline) -> None:
    system = read_system(FOLDER / f"{headline.file}.yaml").with_facts(headline.changes)
    assert not list(differences(assessed(law, system), headline))


def assessed(law: Navigator, system: System) -> Assessment:
    return law.assess(system, DAY, DAY, everything=True)


def differences(answer: Assessment, headline: Headline) -> list[str]:
    """In what an answer differs from the headline."""
    values = {concept.id: concept.value for concept in answer.concepts}
    found = [f"{name} is {values[named(name)]}" for name, value in headline.concepts.items() if values[named(name)] != str(value).lower()]
    for name, wanted in headline.norms.items():
        norm = answer.norm(named(name))
        stands = f"{norm.status} {norm.applies_from}" if " " in wanted else norm.status
        if stands != wanted:
            found.append(f"{name} is {stands}, missing {', '.join(norm.missing)}")
    return found + [f"{name} does not hang on {key}" for name, key in headline.missing.items() if key not in answer.norm(named(name)).missing]


def named(name: str) -> str:
    """The identifier of a norm or concept; without an act, it is the AI Act's."""
    return name if ":" in name else f"ai-act:{name}"
