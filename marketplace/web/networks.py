"""Who shares a connection to the Internet."""

from ipaddress import ip_address, ip_network


def network_of(origin: str) -> str:
    """What one connection has: an address of IPv4, 64 bits of IPv6."""
    address = ip_address(origin)
    return str(address if address.version == 4 else ip_network((address, 64), strict=False))
