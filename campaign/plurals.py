"""One plural header per language, for new catalogues and under test.

Django's, Babel's and the CLDR's own headers differ for cs, es, hu, lt, mt, pl, sk. These are Django's, which each page
already uses; Maltese, which Django lacks, follows the CLDR.
"""

_TWO = "nplurals=2; plural=(n != 1);"
_FEW_MANY = "(n % 10 == 1 && n % 100 != 11 ? 0 : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2)"

HEADERS = dict.fromkeys(["bg", "da", "de", "el", "en", "et", "fi", "hu", "it", "nl", "pt", "sv"], _TWO) | {
    "ar": (
        "nplurals=6; plural=(n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n % 100 >= 3 && n % 100 <= 10 ? 3"
        " : n % 100 >= 11 && n % 100 <= 99 ? 4 : 5);"
    ),
    "cs": "nplurals=4; plural=(n == 1 && n % 1 == 0 ? 0 : n >= 2 && n <= 4 && n % 1 == 0 ? 1 : n % 1 != 0 ? 2 : 3);",
    "es": "nplurals=3; plural=(n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ga": "nplurals=5; plural=(n == 1 ? 0 : n == 2 ? 1 : n < 7 ? 2 : n < 11 ? 3 : 4);",
    "hr": f"nplurals=3; plural={_FEW_MANY};",
    "lt": (
        "nplurals=4; plural=(n % 10 == 1 && (n % 100 > 19 || n % 100 < 11) ? 0"
        " : n % 10 >= 2 && n % 10 <= 9 && (n % 100 > 19 || n % 100 < 11) ? 1 : n % 1 != 0 ? 2 : 3);"
    ),
    "lv": "nplurals=3; plural=(n % 10 == 1 && n % 100 != 11 ? 0 : n != 0 ? 1 : 2);",
    "mt": (
        "nplurals=5; plural=(n == 1 ? 0 : n == 2 ? 1 : n == 0 || (n % 100 >= 3 && n % 100 <= 10) ? 2"
        " : n % 100 >= 11 && n % 100 <= 19 ? 3 : 4);"
    ),
    "pl": (
        "nplurals=4; plural=(n == 1 ? 0 : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1"
        " : n != 1 && n % 10 <= 1 || n % 10 >= 5 && n % 10 <= 9 || n % 100 >= 12 && n % 100 <= 14 ? 2 : 3);"
    ),
    "ro": "nplurals=3; plural=(n == 1 ? 0 : n % 100 > 19 || (n % 100 == 0 && n != 0) ? 2 : 1);",
    "sk": "nplurals=4; plural=(n % 1 == 0 && n == 1 ? 0 : n % 1 == 0 && n >= 2 && n <= 4 ? 1 : n % 1 != 0 ? 2 : 3);",
    "sl": "nplurals=4; plural=(n % 100 == 1 ? 0 : n % 100 == 2 ? 1 : n % 100 == 3 || n % 100 == 4 ? 2 : 3);",
    "uk": (
        "nplurals=4; plural=(n % 1 == 0 && n % 10 == 1 && n % 100 != 11 ? 0"
        " : n % 1 == 0 && n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1"
        " : n % 1 == 0 && (n % 10 == 0 || n % 10 >= 5 && n % 10 <= 9 || n % 100 >= 11 && n % 100 <= 14) ? 2 : 3);"
    ),
}


def same(one: str, other: str) -> bool:
    """Whether two headers say the same, whatever their blanks and closing sign."""
    return _bare(one) == _bare(other)


def _bare(header: str) -> str:
    return "".join(header.split()).rstrip(";").replace("plural=(", "plural=").rstrip(")")
