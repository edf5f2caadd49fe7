from . import test_piece, test_rules
