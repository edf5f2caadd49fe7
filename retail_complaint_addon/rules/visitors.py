"""Who a visitor of a public page is counted as. No Odoo here."""

import ipaddress

# A household or a phone has a whole network of these addresses.
IPV6_PREFIX = 64


def network_of(address: str | None) -> str:
    """Return what counts as one visitor.

    >>> network_of("203.0.113.9")
    '203.0.113.9'
    >>> network_of("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::'
    >>> network_of("::ffff:203.0.113.9")
    '203.0.113.9'
    >>> network_of(None)
    'unknown'
    >>> network_of("not an address")
    'unknown'
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        network = ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False)
        return str(network.network_address)
    return str(parsed)
