"""Grades and treatments of stones.

Sources: grades of diamonds D–Z, FL–I3, Excellent–Poor as laboratories print them;
CIBJO on disclosure (deutsches-edelsteinhaus.com nomenclature): what is general is told
in plain words, what is specific in writing too. Types of fei cui: Hong Kong Standard
Methods (GAHK/HKCTC 2016), globejade.com.
"""

COLOURS = tuple("DEFGHIJKLMNOPQRSTUVWXYZ")
CLARITIES = ("FL", "IF", "VVS1", "VVS2", "VS1", "VS2", "SI1", "SI2", "I1", "I2", "I3")
CUTS = ("excellent", "very_good", "good", "fair", "poor")
# disclosed in plain words
GENERAL = frozenset({"heated", "oiled", "waxed", "bleached"})
# disclosed in writing too
SPECIFIC = frozenset(
    {
        "dyed",
        "coated",
        "irradiated",
        "filled",
        "diffusion",
        "laser_drilled",
        "impregnated",
        "hpht",
    }
)
# Type A: nothing but wax. B: acid and polymer. C: dyed.
FEI_CUI = {
    "a": frozenset({"none", "waxed"}),
    "b": frozenset({"impregnated"}),
    "c": frozenset({"dyed"}),
    "bc": frozenset({"impregnated", "dyed"}),
}


def disclosure(treatment: str | None) -> str:
    """Return how a treatment is told to the buyer: none, spoken or written.

    >>> disclosure("heated"), disclosure("dyed"), disclosure("none")
    ('spoken', 'written', 'none')
    """
    if treatment in GENERAL:
        return "spoken"
    return "written" if treatment in SPECIFIC else "none"


def fei_cui_fits(kind: str | None, treatment: str | None) -> bool:
    """Say whether a type of fei cui goes with a treatment; unknown fits everything.

    >>> fei_cui_fits("a", "waxed"), fei_cui_fits("a", "dyed"), fei_cui_fits("b", None)
    (True, False, True)
    """
    return not kind or not treatment or treatment in FEI_CUI[kind]


def steps_between(first: str, second: str, scale: tuple[str, ...]) -> int | None:
    """Return how many grades the second is below the first.

    >>> steps_between("F", "H", COLOURS), steps_between("VS1", "VVS2", CLARITIES)
    (2, -1)
    >>> steps_between("F", "", COLOURS) is None
    True
    """
    if first not in scale or second not in scale:
        return None
    return scale.index(second) - scale.index(first)
