from . import (
    jewellery_consent_record,
    jewellery_correction_step,
    jewellery_investigation_ask,
    jewellery_investigation_decide,
    jewellery_report_answer,
    jewellery_report_send,
)
