"""Cases worth reading: what every retailer of watches and jewellery meets once."""

from . import goods, people, rules, trust


def scripts(desk):
    for module in (goods, trust, people, rules):
        for story in module.STORIES:
            yield story(desk)
