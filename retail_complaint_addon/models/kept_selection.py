from odoo import api, fields, models, tools
from odoo.tools import SQL


class KeptSelection(fields.Selection):
    """A selection of records that outlive the add-on which brought their value.

    The decision log keeps what an add-on wrote when that add-on is gone. Nobody can
    choose such a value any more, but a screen that knows no label for it would break.
    """

    def _description_selection(self, env):
        known = super()._description_selection(env)
        names = {value for value, _label in known}
        stored = env["complaint.kept.values"]._stored(self.model_name, self.name)
        gone = [value for value in stored if value not in names]
        return [*known, *((value, self._gone_label(env, value)) for value in gone)]

    def _gone_label(self, env, value):
        words = value.replace("_", " ").capitalize()
        return env._("%(what)s (of a removed add-on)", what=words)


class ComplaintKeptValues(models.AbstractModel):
    _name = "complaint.kept.values"
    _description = "Values Kept in the Tables"

    @api.model
    @tools.ormcache("model", "name")
    def _stored(self, model, name):
        """Return the values in use, as known when the registry was loaded.

        None of an add-on that is gone can be added after that.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT %s FROM %s WHERE %s IS NOT NULL ORDER BY 1",
                SQL.identifier(name),
                SQL.identifier(self.env[model]._table),
                SQL.identifier(name),
            )
        )
        return tuple(value for (value,) in rows)
