from .models.complaint_decision import drop_guards


def post_init_hook(env):
    """Nothing is converted on installation: old tickets stay plain tickets."""


def uninstall_hook(env):
    """Remove the triggers and functions that refuse changes of the decision log."""
    drop_guards(env.cr)
