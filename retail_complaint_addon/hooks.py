from .models.complaint_decision import drop_guards


def post_init_hook(env):
    """Nothing is converted on installation: old tickets stay plain tickets."""


def uninstall_hook(env):
    """Remove the triggers and functions that refuse changes of the decision log."""
    drop_guards(env.cr)
    _release_aliases(env)


def _release_aliases(env):
    """Addresses of stores go with them; those of teams take plain tickets again."""
    stores = env["retail.store"].with_context(active_test=False)
    stores = stores.search([("alias_id", "!=", False)])
    aliases = stores.alias_id
    stores.alias_id = False
    aliases.unlink()
    teams = env["helpdesk.ticket.team"].with_context(active_test=False)
    teams.search([("complaint_mail", "=", True)]).complaint_mail = False
