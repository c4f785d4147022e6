"""The gallery as it lies in the repository: made from the scenes, no picture without its words."""

from tests.browser.pictures import DOCS, gallery
from tests.browser.scenes import SCENES


def test_the_gallery_is_as_the_scenes_make_it() -> None:
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == gallery()


def test_no_picture_is_without_words_and_no_words_without_a_picture() -> None:
    named = [name for scene in SCENES for name, _ in scene.shots]
    assert sorted(named) == sorted(each.stem for each in (DOCS / "pictures").glob("*.png"))
