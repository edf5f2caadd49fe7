from . import jewellery_report, review
