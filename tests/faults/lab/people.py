"""People from all 27 countries of the Union with names as they really are."""

import random
from dataclasses import dataclass

# Given names, then family names, as their owners write them.
NAMES = {
    "AT": ("Jörg Käthe Leopold Traudl", "Größing Öllinger Maier-Rothschädl Weiß"),
    "BE": ("Noël Anaïs Joris Griet", "D’Hondt Van-den-Eynde Lefèvre Peeters"),
    "BG": ("Йордан Цветана Щилиян Ния", "Георгиева Жечев Йорданова Щерев"),
    "HR": ("Željko Đurđica Šime Nikša", "Čačić Šimić-Đurić Žuljević Horvat"),
    "CY": ("Ανδρέας Ελένη Şükrü Παντελής", "Χατζηιωάννου Özgür Παπαδόπουλος Σάββα"),
    "CZ": ("Řehoř Žofie Jiří Zdeňka", "Dvořák Šťastná Hřebíček Čížková"),
    "DK": ("Søren Åse Bjørn Maj-Britt", "Ærø Møller Ågaard Nørregaard"),
    "EE": ("Õie Ülle Jüri Märt", "Põldmäe Õunapuu Käär Jõeäär"),
    "FI": ("Väinö Äijä Yrjö Öivi", "Hämäläinen Åkerblom Yli-Hyyppä Ööpik"),
    "FR": ("François Zoé Jean-Baptiste Maëlle", "L’Héritier Lœuillet d’Aubigné Châtelain"),
    "DE": ("Jürgen Käthe Hans-Günther Zoë", "Müller-Lüdenscheidt Weiß Strauß O’Reilly"),
    "GR": ("Γιώργος Αικατερίνη Ευάγγελος Ζωή", "Παπαχατζηκωνσταντίνου Ωραιόπουλος Μαΐστρου Ξένος"),
    "HU": ("Győző Tünde Ödön Zsófia", "Szőke Kővágó-Nagy Őrsi Fűzfa"),
    "IE": ("Caoimhe Seán Síle Pádraig", "Ó-Súilleabháin O’Brien Mac-Giolla Ní-Dhomhnaill"),
    "IT": ("Niccolò Fiorè Gesù Maria-José", "D’Angelo Dell’Acqua Però Nicolò"),
    "LV": ("Žanis Ķirils Ģertrūde Ņina", "Bērziņš Šķēle Ļaudams Āboliņa"),
    "LT": ("Žydrūnas Šarūnas Eglė Ąžuolas", "Čiurlionytė Žemaitis Ąžuolaitis Šimkūnė"),
    "LU": ("Jhemp Léa Guy Maïté", "Thillenvogtberg Schütz Welfring Kieffer"),
    "MT": ("Ġorġ Ħaġar Żaren Ċetta", "Għigo Żammit Ħarrington Xuereb"),
    "NL": ("Renée Daniël Zoë Joëlle", "In’t-Veld ’t-Hooft Van-der-Meïj IJsbrand"),
    "PL": ("Łucja Świętosława Józef Grażyna", "Źdźbło Święch Łękołodzki Żółć-Wąs"),
    "PT": ("João Conceição Inês Luís", "Simões Brandão-Gonçalves D’Ávila Leitão"),
    "RO": ("Ștefan Țuța Ioana Mădălin", "Pușcașu Țepeș Brâncuși Șerbănescu"),
    "SK": ("Ľubica Ďuro Štefánia Ľudovít", "Kráľ Ďurišová Hviezdoslavov-Šťastný Ťažký"),
    "SI": ("Žiga Špela Črt Živa", "Žižek Čebašek Šuštaršič Kočevar"),
    "ES": ("Íñigo Begoña María-José Núria", "Ibáñez Muñoz-Peña Güell D’Ors"),
    "SE": ("Åsa Örjan Märta Björn", "Öström Ångström Lindqvist-Sjöö Ekelöf"),
}
ONE_LETTER = ("O", "Å", "Y", "Ж", "Ω", "É")
VERY_LONG = (
    "Maria do Carmo Benedita Francisca Xavier de Paula Antónia da Conceição",
    "Αικατερίνη-Αναστασία Παπαχατζηκωνσταντινοπούλου-Καραγιαννοπούλου",
    "Karl-Theodor Maria Nikolaus Johann Jacob Philipp Franz Joseph Sylvester",
)
GERMAN_SPEAKING = {"AT", "DE", "LU", "BE"}


@dataclass(frozen=True)
class Person:
    """One supporter at one network address (ranges that are reserved for tests)."""

    email: str
    name: str
    country: str
    language: str
    ip: str


def make_people(count: int, *, seed: int, label: str = "p") -> list[Person]:
    """So many different people, the same ones for the same seed; all 27 countries take turns."""
    chance = random.Random(seed)
    countries = list(NAMES)
    return [_make(chance, number, countries[number % 27], label) for number in range(count)]


def _make(chance: random.Random, number: int, country: str, label: str) -> Person:
    is_german = country in GERMAN_SPEAKING or chance.random() < 0.3
    return Person(
        email=f"{label}{number}.{chance.randrange(16**6):06x}@{chance.choice('abcd')}.example.org",
        name=_name(chance, country),
        country=country,
        language="de" if is_german else "en",
        ip=make_ip(chance),
    )


def _name(chance: random.Random, country: str) -> str:
    dice = chance.random()
    if dice < 0.03:
        return chance.choice(ONE_LETTER)
    if dice < 0.06:
        return chance.choice(VERY_LONG)
    given, family = (chance.choice(part.split()) for part in NAMES[country])
    return f"{given} {family}"


def make_ip(chance: random.Random) -> str:
    """A network for benchmarks (198.18.0.0/15), every fifth time one for documentation (2001:db8::/32)."""
    if chance.random() < 0.2:
        return f"2001:db8:{chance.randrange(16**4):x}:{chance.randrange(16**4):x}::1"
    return f"198.{chance.choice((18, 19))}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
