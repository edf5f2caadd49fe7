from . import (
    jewellery_correction_step,
    jewellery_investigation_ask,
    jewellery_investigation_decide,
)
