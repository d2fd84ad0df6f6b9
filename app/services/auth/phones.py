"""Which numbers may receive our codes, by the deployment's rules."""

from app.settings import Settings


class PhoneRules:
    """Reads and judges numbers; the numbering plans are loaded by the first who asks."""

    def __init__(self, settings: Settings) -> None:
        self._regions = frozenset(settings.sms_regions)
        self._fiction = settings.is_demo

    def parse(self, text: str) -> str | None:
        """The number in E.164, None when it is none."""
        from app.values.phones import parse_phone  # noqa: PLC0415

        return parse_phone(text)

    def takes_sms(self, phone: str | None) -> bool:
        """Whether an SMS may go there: mobiles of the configured regions only."""
        from app.values.phones import takes_sms  # noqa: PLC0415

        return phone is not None and takes_sms(phone, self._regions, fiction=self._fiction)
