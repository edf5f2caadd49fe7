from . import (
    test_classification,
    test_inspection,
    test_investigation,
    test_piece,
    test_rules,
)
