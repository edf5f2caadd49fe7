from . import (
    test_classification,
    test_consent,
    test_corrections,
    test_departments,
    test_inspection,
    test_investigation,
    test_piece,
    test_report,
    test_prevention,
    test_review,
    test_rules,
    test_trade,
)
