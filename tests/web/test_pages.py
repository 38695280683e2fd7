"""What pages are made with."""

from countertop.web.pages import marked


def test_what_is_to_be_typed_has_the_face_of_codes_and_nothing_of_it_is_markup():
    assert marked("make one: `key add <NAME>` & see") == (
        'make one: <code class="code">key add &lt;NAME&gt;</code> &amp; see'
    )
    assert marked("nothing <b>") == "nothing &lt;b&gt;"
