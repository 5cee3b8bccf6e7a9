"""Which region a postal code is in, where its beginning tells. Pure Python.

Regions and forward sortation areas are drawn by different hands: areas that lie in two regions,
or that we aren't sure of, are left out, and the person chooses.
"""

_REGIONS = {
    "01": "G5L G5M G5N G5R",
    "02": "G7G G7H G7J G7K G7N G7P G7S G7T G7X G7Y G7Z G8B G8C G8E G8H",
    "03": "G1 G2",
    "04": "G8T G8V G8W G8Y G8Z G9A G9B G9C G9N G9P G9R G9T",
    "05": "J1C J1E J1G J1H J1J J1K J1L J1M J1N J1R",
    "06": "H1 H2 H3 H4 H5 H8 H9",
    "07": "J8P J8R J8T J8V J8X J8Y J8Z J9A J9H J9J",
    "08": "J9P J9T J9X J9Y J9Z",
    "09": "G4R G4S G4Z G5B G5C",
    "11": "G4X",
    "12": "G6V G6W G6X G6Z G7A",
    "13": "H7",
    "14": "J5Y J5Z J6A J6E",
    "15": "J5L J7Y J7Z",
    "16": "J3V J3Y J3Z J4B J4G J4H J4J J4K J4L J4M J4N J4P J4R J4S J4T J4V J4W J4X J4Y J4Z",
    "17": "J2A J2B J2C J2E",
}
_BY_BEGINNING = {
    beginning: region for region, beginnings in _REGIONS.items() for beginning in beginnings.split()
}


def region_of(postal_code: str) -> str:
    """The number of the region (``Region``) that a code such as ``G5L 1A1`` is in, or ``""``."""
    return _BY_BEGINNING.get(postal_code[:3]) or _BY_BEGINNING.get(postal_code[:2], "")
