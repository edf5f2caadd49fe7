"""Each store with its team and who owns its cases."""


def places(env) -> None:
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE bench_place ON COMMIT DROP AS
        SELECT s.id AS store_id, s.team_id, max(m.user_id) AS user_id
          FROM retail_store s
          JOIN retail_store_member_rel m ON m.store_id = s.id
          JOIN res_users u ON u.id = m.user_id AND u.login LIKE 'bench_clerk%'
      GROUP BY 1, 2;
        ANALYZE bench_place
        """
    )
