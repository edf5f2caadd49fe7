from . import test_classification, test_piece, test_rules
