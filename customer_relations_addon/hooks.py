def uninstall_hook(env):
    """Leave no function behind, and none of the indexes that are made with it."""
    env.cr.execute("DROP FUNCTION IF EXISTS customer_privacy_keys(text[]) CASCADE")
