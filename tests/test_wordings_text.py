"""What changed between two versions, in words; and an old version on a page, without anything that could do harm."""

from petitions.wordings_text import Change, Part, changes, paragraphs, readable


def test_a_changed_word_stands_marked_between_the_words_that_stayed():
    assert changes("<p>Children can wait.</p>", "<p>Children cannot wait.</p>") == (
        Change(
            removed=[Part("Children", False), Part("can", True), Part("wait.", False)],
            added=[Part("Children", False), Part("cannot", True), Part("wait.", False)],
        ),
    )


def test_a_new_paragraph_is_added_as_a_whole_and_its_neighbours_are_left_out():
    old, new = "<p>One.</p><p>Three.</p>", "<p>One.</p><p>Two is new.</p><p>Three.</p>"
    assert changes(old, new) == (Change(added=[Part("Two is new.", True)]),)


def test_a_paragraph_that_is_gone_is_removed_as_a_whole():
    assert changes("<p>One.</p><p>Two.</p>", "<p>Two.</p>") == (Change(removed=[Part("One.", True)]),)


def test_a_word_that_only_went_leaves_nothing_marked_on_the_other_side():
    (change,) = changes("<p>We very much ask.</p>", "<p>We ask.</p>")
    assert change.removed == [Part("We", False), Part("very much", True), Part("ask.", False)]
    assert change.added == [Part("We", False), Part("ask.", False)]


def test_other_tags_around_the_same_words_are_no_change_of_words():
    assert changes("<p>We <strong>ask</strong>.</p>", "<p>We ask.</p>") == ()


def test_old_and_new_words_can_be_put_together_again_from_what_is_shown():
    old, new = "<p>a b c d e</p><p>f g</p>", "<p>a x c e y</p><p>f g</p><p>h</p>"
    shown = changes(old, new)
    said = [[" ".join(part.words for part in side) for side in (one.removed, one.added)] for one in shown]
    assert said == [["a b c d e", "a x c e y"], ["", "h"]]


def test_paragraphs_are_words_alone():
    assert paragraphs("Title <p>One &amp; two<br>three</p><ol><li>four</li></ol>") == [
        "Title", "One & two", "three", "four",
    ]  # fmt: skip


def test_lists_headings_and_stress_stay_and_headings_stand_one_step_lower():
    body = '<h1>A</h1> <ol class="x"><li><strong>B.</strong> C</li></ol>'
    assert readable(body) == "<h2>A</h2> <ol><li><strong>B.</strong> C</li></ol>"


def test_a_body_that_was_tampered_with_brings_nothing_onto_the_page():
    evil = '<p onclick="x()">a</p><script>alert(1)</script><a href="https://evil.example">b</a><img src=x>&lt;i&gt;'
    assert readable(evil) == "<p>a</p>alert(1)b&lt;i&gt;"
