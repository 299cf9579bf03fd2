"""The acts whose structure `structure.py` writes: where each is read, how it is named, where it goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Amendment:
    """How one act changed another."""

    by: str  # the amending act, a key of ACTS
    instrument: str  # local name of the amending instrument in the amended act's namespace
    former: str  # folder of the wording as first published
    version: str  # date of the consolidated version that has the new wording


@dataclass(frozen=True)
class Act:
    """Where an act is read, how it is named, and where its structure goes."""

    prefix: str
    eli: str
    folder: str = ""  # folder under LAW_FOLDER, if not the act's key
    output: str = ""  # file under ontology/acts/eu without its ending, if not <key>/structure
    amendment: Amendment | None = None
    reasons: tuple[tuple[str, str], ...] = ()  # article -> why its provisions bear no norm


ACTS = {
    "ai-act": Act(
        "aia",
        "reg/2024/1689",
        folder="ai-act-consolidated",
        amendment=Amendment("ai-act-omnibus", "omnibus-2026", "ai-act", "2026-07-27"),
    ),
    "ai-act-omnibus": Act(
        "omn",
        "reg/2026/1744",
        output="ai-act/amending-act",
        reasons=(("art_1", "amending"), ("art_2", "amending"), ("art_3", "amending"), ("art_4", "entry-into-force")),
    ),
    "cra": Act("cra", "reg/2024/2847"),
    "cra-amendment-2025-327": Act("ehds", "reg/2025/327", output="cra/amending-act", reasons=(("art_105", "entry-into-force"),)),
    "cra-impl-2025-2392": Act("cra-cat", "reg_impl/2025/2392"),
    "gdpr": Act("gdpr", "reg/2016/679"),
    "dora": Act("dora", "reg/2022/2554"),
    "dora-rts-2024-1502": Act("rts1502", "reg_del/2024/1502"),
    "dora-rts-2024-1505": Act("rts1505", "reg_del/2024/1505"),
    "dora-rts-2024-1772": Act("rts1772", "reg_del/2024/1772"),
    "dora-rts-2024-1773": Act("rts1773", "reg_del/2024/1773"),
    "dora-rts-2024-1774": Act("rts1774", "reg_del/2024/1774"),
    "dora-rts-2025-295": Act("rts295", "reg_del/2025/295"),
    "dora-rts-2025-301": Act("rts301", "reg_del/2025/301"),
    "dora-rts-2025-532": Act("rts532", "reg_del/2025/532"),
    "dora-rts-2025-1190": Act("rts1190", "reg_del/2025/1190"),
    "dora-its-2024-2956": Act("its2956", "reg_impl/2024/2956"),
    "dora-its-2025-302": Act("its302", "reg_impl/2025/302"),
}
