"""The words that a page may say in a language: of its catalogue, of countries, languages and months, and our names."""

import re
from functools import lru_cache

from babel import Locale
from babel.messages.catalog import Message
from django.conf import settings
from playwright.sync_api import Page

from campaign import catalogs, languages
from petitions import countries

WORD = re.compile(r"[^\W\d_]+")
NO_WORDS = re.compile(r"https?://\S+|[\w.]+\.\w+(?::\d+)?/\S*|\S+@\S+|%\(\w+\)s|</?[a-z][^>]*>|\u00ad")
# Also who runs the demo, and the code of the language in the small switch.
NAMES = "#ChildSafetyON Example Foundation (fictitious), 1 Example Street, 0000 Exampleville"
# Everything that is seen, unfolded or read out, except what says that it is in another language or a name.
SAID = """() => {
    const own = document.documentElement.lang, said = [document.title];
    const isOurs = one => one.closest('[lang]').lang === own && !one.closest('[translate=no], script, style');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (isOurs(parent)) said.push(walker.currentNode.data);
    }
    for (const name of ['aria-label', 'alt', 'title', 'placeholder', 'data-sending', 'data-text', 'data-typo'])
        for (const one of document.querySelectorAll(`[${name}]`)) if (isOurs(one)) said.push(one.getAttribute(name));
    return [...said, document.querySelector('meta[name=description]').content].join('\\n');
}"""


def strange_words(said: str | Page, language: str) -> set[str]:
    """The words of a text, or of a whole page, that nobody wrote in this language."""
    text = said if isinstance(said, str) else said.evaluate(SAID)
    return words_of(text) - vocabulary(language)


def words_of(text: str) -> set[str]:
    return set(WORD.findall(NO_WORDS.sub("", text).casefold()))


@lru_cache
def vocabulary(language: str) -> set[str]:
    """In small letters. Another language's word that is spelled the same is not strange: Maltese has “link” too."""
    (po,) = catalogs.find([language])
    said = [text for message in catalogs.read(po) if message.id for text in _texts(message)]
    said += [*countries.names(language).values(), *Locale.parse(language).months["format"]["wide"].values()]
    said += [languages.NATIVE[code] for code, _ in settings.LANGUAGES]
    return words_of(" ".join([*said, NAMES, language]))


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)
