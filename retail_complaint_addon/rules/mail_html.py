"""HTML of strangers: nothing in it may tell them who opens it. No Odoo here."""

from html import escape

from lxml import etree, html

LOADING = ("background", "data", "dynsrc", "lowsrc", "poster", "src", "srcset")


def without_remote(source: str, keep_cid: bool = True) -> str:
    """Return HTML that loads nothing from elsewhere (tracking pixels).

    :param keep_cid: leave the pictures that came with the mail in their places

    >>> without_remote('<p>Hi <img src="https://x.com/a.gif" alt="logo"></p>')
    '<p>Hi <span>[logo]</span></p>'
    >>> without_remote('<p style="background-image:url(//x.com)">Hi</p>')
    '<p>Hi</p>'
    """
    parser = etree.HTMLParser(encoding="utf-8", recover=True)
    root = html.document_fromstring(f"<div>{source}</div>".encode(), parser=parser)
    body = root.find("body")
    for node in list(body.iter()):
        if isinstance(node.tag, str):
            _stop_loading(node, keep_cid)
    return _inside(body)


def _stop_loading(node, keep_cid):
    if "url" in (node.get("style") or "").lower():
        del node.attrib["style"]
    if node.tag == "img" and not _is_local(node.get("src") or "", keep_cid):
        _replace_picture(node)
        return
    for name in LOADING:
        if name in node.attrib and not (node.tag == "img" and name == "src"):
            del node.attrib[name]


def _is_local(source, keep_cid):
    source = source.strip().lower()
    if source.startswith("cid:"):
        return keep_cid
    return source.startswith("data:image/") and keep_cid


def _replace_picture(node):
    tail, label = node.tail, (node.get("alt") or "").strip()
    node.clear()
    node.tag, node.tail, node.text = "span", tail, f"[{label[:200] or '…'}]"


def _inside(body):
    """Return what is in the outermost element, which only held it together."""
    outer = body[0] if len(body) == 1 and body[0].tag == "div" else body
    children = [
        etree.tostring(child, encoding="unicode", method="html") for child in outer
    ]
    return escape(outer.text or "", quote=False) + "".join(children)
