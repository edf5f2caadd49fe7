"""What the web client asks the server when it opens a list, a kanban or a form."""

import json

from lxml import etree

OURS = {
    "list": "retail_complaint_addon.helpdesk_ticket_view_list_complaint",
    "kanban": "retail_complaint_addon.helpdesk_ticket_view_kanban_complaint",
    "form": "retail_complaint_addon.helpdesk_ticket_view_form_complaint",
}
DOMAINS = {"ours": [("is_complaint", "=", True)], "peer": []}
# the filter that is set when the menu opens the screen
OPEN = {"ours": [("resolved_at", "=", False)], "peer": [("closed", "=", False)]}
PAGE, COLUMN, COUNT_LIMIT = 80, 40, 10_000


def unseen(node) -> bool:
    """Whether nobody ever sees the column: no names are asked for it."""
    always = ("1", "True")
    return node.get("column_invisible") in always or node.get("invisible") in always


class Screen:
    """One view of one side: its fields, order and grouping.

    :param every: with the filter removed that is set when it opens
    """

    def __init__(self, side, env, kind: str, every: bool = True):
        self.model = env["helpdesk.ticket"]
        self.domain = DOMAINS[side.name] + ([] if every else OPEN[side.name])
        view_id = env.ref(OURS[kind]).id if side.name == "ours" else False
        arch = self.model.get_view(view_id, kind)["arch"]
        root = etree.fromstring(arch)
        self.order = root.get("default_order")
        self.group = root.get("default_group_by")
        self.fields = self._specification(root)
        self.bar = self._bar(root)

    def _specification(self, root) -> dict:
        found = {}
        # our list asks for the columns that are shown, Odoo's for all of them
        shown_only = root.get("js_class") == "complaint_list"
        for node in root.iter("field"):
            # the fields of a list inside are read with their own records
            if any(parent.tag == "field" for parent in node.iterancestors()):
                continue
            name = node.get("name")
            field = self.model._fields.get(name)
            if field is None:
                continue
            if shown_only and node.get("optional") == "hide":
                continue
            relational = field.type in ("many2one", "many2many", "one2many")
            relational = relational and not unseen(node)
            found[name] = {"fields": {"display_name": {}}} if relational else {}
        return found

    def _bar(self, root) -> dict:
        bar = root.find(".//progressbar")
        if bar is None:
            return {}
        return {"field": bar.get("field"), "colors": json.loads(bar.get("colors"))}

    def page(self):
        """The first page, without counting further than shown."""
        return self.model.web_search_read(
            self.domain, self.fields, limit=PAGE, order=self.order, count_limit=PAGE + 1
        )

    def count(self):
        return self.model.search_count(self.domain, limit=COUNT_LIMIT + 1)

    def board(self):
        """All columns with their first cards, or one page of cards."""
        if not self.group:
            return self.page()
        return self.model.with_context(read_group_expand=True).web_read_group(
            self.domain,
            [self.group],
            order=self.order,
            auto_unfold=True,
            unfold_read_specification=self.fields,
            unfold_read_default_limit=COLUMN,
        )

    def bars(self):
        """What is asked for beside the columns, to draw their bars."""
        return self.model.read_progress_bar(self.domain, self.group, self.bar)

    def size(self, answer) -> int:
        return len(json.dumps(answer, default=str))
