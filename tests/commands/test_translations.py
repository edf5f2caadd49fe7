"""bin/lint values: what a translation may not lose."""

import pytest

from desk import translations


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("%(store)s: %(count)s cases", "%(store)s 的個案"),
        ("%s of 5", "5 之 5"),
        ("We have {{ case_number }}", "已收到 {{ case }}"),
        ('<b t-out="number">1</b>', "<b>1</b>"),
        ('<a t-att-href="link" title="Open">x</a>', '<a t-att-href="url">x</a>'),
    ],
)
def test_a_value_or_tag_that_is_gone_is_found(msgid, msgstr):
    assert translations.differences(msgid, msgstr)


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("%(store)s: %(count)s cases", "%(store)s 的 %(count)s 宗個案"),
        ("100% of it", "全部 100%"),
        ('<i class="fa" title="Done"/> <br/>Yes', '<i class="fa" title="完成"/> 是'),
        ("""<t t-out="name or 'customer'"/>""", """<t t-out="name or '顧客'"/>"""),
        ("<p>One</p> <p>Two</p>", "<p>一、二</p>"),
    ],
)
def test_words_and_paragraphs_are_the_translators(msgid, msgstr):
    assert translations.differences(msgid, msgstr) == []


def test_a_catalogue_is_read_with_its_long_lines(tmp_path):
    catalogue = tmp_path / "zh.po"
    catalogue.write_text(
        'msgid ""\nmsgstr ""\n"Language: zh\\n"\n\n'
        'msgid ""\n"%(a)s "\n"and"\nmsgstr "和 \\"%(a)s\\""\n\n'
        'msgid "%(b)s"\nmsgstr "乙"\n',
        "utf-8",
    )
    good, output = translations.check([catalogue])
    assert not good
    assert output == f"{catalogue}: other values: '%(b)s'"
