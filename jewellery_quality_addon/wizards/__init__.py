from . import jewellery_investigation_decide
