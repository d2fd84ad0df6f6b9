"""What may be shown of a destination or a number without giving it away."""


def mask_phone(phone: str) -> str:
    """The country code and the last two digits: `+33 •• •• •• 12`."""
    return f"{phone[:3]} •• •• •• {phone[-2:]}"


def mask_nir(nir: str) -> str:
    """Sex and year stay readable, the rest is hidden: `2 95 •• •• ••• ••• ••`."""
    return f"{nir[0]} {nir[1:3]} •• •• ••• ••• ••"


def mask_iban(iban: str) -> str:
    """The country and the last four characters: `FR•• •••• •••• 2606`."""
    return f"{iban[:2]}•• •••• •••• {iban[-4:]}"
