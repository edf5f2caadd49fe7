from . import (
    helpdesk_ticket,
    helpdesk_ticket_category,
    jewellery_attached,
    jewellery_certificate,
    jewellery_laboratory,
    jewellery_piece,
    jewellery_stone,
    product_template,
    stock_lot,
)
