"""What comes out of the printer: exactly the sheets, nothing cut, and codes that another programme reads from them."""

import pypdfium2
import pytest
import zxingcpp

from tests.journeys.chromium import DESK
from tests.journeys.supporter import button

A4 = (595, 842)  # points
SHEETS = {"poster": (1, "petition"), "poster/class": (1, "asks/easy"), "poster/teacher": (2, "petition")}
OUTSIDE = """() => {
  const sheets = document.querySelectorAll(".sheet");
  const cut = (box, sheet) => box.width && (box.left < sheet.left || box.right > sheet.right || box.top < sheet.top || box.bottom > sheet.bottom);
  return Array.from(sheets, sheet => Array.from(sheet.querySelectorAll("p, li, h2, h3, .qr, .sheet-street, .hashtag"))
    .filter(one => cut(one.getBoundingClientRect(), sheet.getBoundingClientRect())).map(one => one.textContent)).flat();
}"""  # noqa: E501


def printed(page, folder) -> pypdfium2.PdfDocument:
    """The open page on paper, in the size that the page asks for."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.pdf(path=folder / "sheet.pdf", prefer_css_page_size=True)
    return pypdfium2.PdfDocument(folder / "sheet.pdf")


def letters(text: str) -> str:
    """Without spaces, places to break and the like, which a PDF has its own ways with."""
    return "".join(letter for letter in text if letter.isalnum())


def words(paper: pypdfium2.PdfDocument) -> list[str]:
    """The text of each page."""
    return [sheet.get_textpage().get_text_range() for sheet in paper]


def read_code(paper: pypdfium2.PdfPage) -> str:
    """The address in the one code of a page, as a telephone would see the paper."""
    picture = paper.render(scale=3, grayscale=True)
    pixels = memoryview(bytes(picture.buffer)).cast("B", [picture.height, picture.stride])
    return zxingcpp.read_barcodes(pixels)[0].text


@pytest.mark.parametrize("address", SHEETS)
@pytest.mark.parametrize("language", ["en", "de", "el", "mt"])
def test_the_printer_gives_exactly_the_sheets(browse, demo, tmp_path, language, address):
    page = browse(**DESK, locale="en")
    page.goto(f"/{language}/{address}/")
    number, target = SHEETS[address]
    headline = letters(page.locator(".sheet-headline, .sheet h2").first.inner_text())
    paper = printed(page, tmp_path)
    assert [tuple(map(round, sheet.get_size())) for sheet in paper] == [A4] * number
    assert headline in letters(words(paper)[0])
    assert [text.count("112") for text in words(paper)] == [1] * number
    assert read_code(paper[0]) == f"{demo.origin}/{language}/{target}/"


@pytest.mark.parametrize("address", SHEETS)
@pytest.mark.parametrize("language", ["en", "de", "el", "mt"])
def test_nothing_on_a_sheet_is_cut(browse, language, address):
    page = browse(**DESK, locale="en")
    page.goto(f"/{language}/{address}/")
    page.emulate_media(media="print")
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert page.evaluate(OUTSIDE) == []
    assert page.locator(".site-header, .site-footer, .poster-head, .skip-link").filter(visible=True).count() == 0


def test_one_button_prints_and_without_javascript_words_say_how(browse):
    page = browse(locale="en")
    page.goto("/en/poster/")
    page.evaluate("window.print = () => { document.title = 'printing'; }")
    button(page, "Print").click()
    assert page.title() == "printing"
    plain = browse(locale="en", java_script_enabled=False)
    plain.goto("/en/poster/")
    assert plain.locator("button:visible").count() == 0
    assert "use the print command of your browser" in plain.locator(".poster-head").inner_text()


def test_a_printed_ask_shows_the_code_instead_of_the_form(browse, demo, tmp_path):
    page = browse(**DESK, locale="en")
    page.goto("/en/asks/listen/")
    paper = printed(page, tmp_path)
    [number] = [number for number, text in enumerate(words(paper)) if "/en/petition/" in text]
    assert read_code(paper[number]) == f"{demo.origin}/en/petition/"
    assert "E-mail address" not in "".join(words(paper))
