import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.tools import SQL

from .complaint_decision import create_guards


class ComplaintManifest(models.Model):
    """Dated list of the heads of the decision chains.

    Each manifest lists the chains that moved since the one before and carries its
    digest: cutting off the end of a chain, or a whole chain, shows. Keep the file
    outside the database, then not even its administrator can rewrite the past.
    """

    _name = "complaint.manifest"
    _description = "Decision Log Manifest"
    _inherit = ["complaint.protected.mixin", "complaint.export.mixin"]
    _order = "id desc"
    _rec_name = "dated_at"
    _log_access = False

    dated_at = fields.Datetime(string="Date", required=True, readonly=True)
    chain_count = fields.Integer(string="Chains Listed", readonly=True)
    decision_count = fields.Integer(string="Decisions Listed", readonly=True)
    content = fields.Json(readonly=True)
    previous_digest = fields.Char(readonly=True)
    digest = fields.Char(required=True, readonly=True)

    def init(self):
        """On the first installation this table comes after that of the decisions."""
        super().init()
        create_guards(self.env.cr)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            self.env["complaint.decision"]._refuse()
        return super().create(vals_list)

    def write(self, vals):
        self.env["complaint.decision"]._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self.env["complaint.decision"]._refuse()

    @api.model
    def _cron_list_heads(self):
        """Write today's manifest when a chain has moved since the last one."""
        last = self.sudo().search([], limit=1)
        self.env["complaint.chain"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, count, head FROM complaint_chain "
                "WHERE changed_at > %s ORDER BY id",
                # A transaction may commit after the manifest with an earlier stamp.
                fields.Datetime.subtract(last.dated_at, hours=1)
                if last
                else fields.Datetime.from_string("1970-01-02 00:00:00"),
            )
        )
        if not rows:
            return self
        content = {str(chain_id): [count, head] for chain_id, count, head in rows}
        previous = last.digest or ""
        return (
            self.sudo()
            ._trusted()
            .create(
                {
                    "dated_at": fields.Datetime.now(),
                    "chain_count": len(rows),
                    "decision_count": sum(count for _id, count, _head in rows),
                    "content": content,
                    "previous_digest": previous,
                    "digest": self._digest(previous, content),
                }
            )
        )

    @api.model
    def _digest(self, previous, content):
        body = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(f"{previous}\x00{body}".encode()).hexdigest()

    @api.model
    def _listed_heads(self, chain_ids):
        """Return {chain id: (count, head)} by the newest manifest that lists it."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (entry.key) entry.key::int,
                       (entry.value->>0)::int, entry.value->>1
                  FROM complaint_manifest m, jsonb_each(m.content) AS entry
                 WHERE entry.key::int IN %s
              ORDER BY entry.key, m.id DESC
                """,
                tuple(chain_ids) or (0,),
            )
        )
        return {chain_id: (count, head) for chain_id, count, head in rows}

    @api.model
    def _broken_manifests(self):
        """Return a message for each manifest whose digest or link does not hold."""
        broken = []
        previous = ""
        for manifest in self.sudo().search([], order="id"):
            holds = (manifest.previous_digest or "") == previous
            digest = self._digest(previous, manifest.content)
            if not holds or manifest.digest != digest:
                message = self.env._(
                    "The manifest of %(date)s is not as it was written.",
                    date=fields.Datetime.to_string(manifest.dated_at),
                )
                broken.append({"manifest": manifest.id, "message": message})
            previous = manifest.digest
        return broken

    def action_download(self):
        """Download the manifest, to be kept outside the database."""
        self.ensure_one()
        self.check_access("read")
        body = json.dumps(
            {
                "date": fields.Datetime.to_string(self.dated_at),
                "previous": self.previous_digest,
                "digest": self.digest,
                "chains": self.content,
            },
            indent=1,
        )
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"decision-manifest-{self.dated_at:%Y-%m-%d}.json",
                "datas": base64.b64encode(body.encode()),
                "mimetype": "application/json",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
        }
