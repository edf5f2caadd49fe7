"""One row of bin/bench, in a process of its own: the order comes as JSON."""

import importlib
import json
import sys


def main() -> None:
    order = json.loads(sys.argv[1])
    from odoo.tools import config

    # without a limit of memory: a browser asks for more than it takes
    options = ["--log-level=warn", "--no-http", "--limit-memory-hard=0"]
    config.parse_config(["-c", order["conf"], *options], setup_logging=True)
    from odoo.service import server

    # loads what every server has, and returns
    server.start(preload=[], stop=True)
    from harness import Bench

    bench = Bench(order)
    found = importlib.import_module(order["module"]).run(bench)
    print("RESULT " + json.dumps({"figures": [figure.__dict__ for figure in found]}))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
