"""The composition root: what lives as long as the application. Making one opens nothing."""

from typing import TYPE_CHECKING

from app.database.database import Database
from app.gateways.clock import SystemClock
from app.gateways.delivery import Mailer, SmsSender
from app.gateways.mailbox import Mailbox
from app.gateways.rate_store import rate_store_at
from app.gateways.storage import storage_at
from app.http.addresses import ClientAddresses
from app.observability.metrics import Metrics
from app.security.access_tokens import AccessTokens
from app.security.cursors import Cursors
from app.security.keyring import Keyring
from app.security.passwords import Passwords
from app.security.secrets import demo_secrets, load_secrets
from app.services.assistant.library import Libraries
from app.services.dispatch import Dispatcher
from app.services.event_feed import EventClerk
from app.services.event_stream import EventTide
from app.services.feeds.desk import FeedDesk
from app.services.imports.imports import ImportService
from app.services.jobs import JobDuty, JobHandler
from app.services.places.names import CommuneNames
from app.services.portfolios import PortfolioDirectory
from app.services.providers.specialties import load_specialties
from app.services.rates import Rates
from app.services.rendering import DocumentPress
from app.services.webhooks.fan_out import WebhookFanOut
from app.services.worker import Duty, WakeSignal, Worker
from app.settings import Settings
from app.values.jobs import JobKind

if TYPE_CHECKING:
    from app.services.places.loading import CommuneLoader
    from app.services.providers.directory import DirectoryImport
    from app.services.webhooks.post import WebhookPost


class Container:
    """Collaborators shared by requests, worker and commands of one process."""

    def __init__(self, settings: Settings, clock: SystemClock | None = None) -> None:
        secrets = load_secrets(settings)
        self.demo_secrets = demo_secrets(settings)
        freshest = self.demo_secrets.read if self.demo_secrets else None
        self.settings = settings
        self.clock = clock or SystemClock()
        self.metrics = Metrics()
        self.wake_signal = WakeSignal()
        self.mailbox = Mailbox(settings.data_dir, self.clock) if settings.uses_mailbox else None
        self.addresses = ClientAddresses(settings.believed_proxies)
        self.keyring = Keyring(secrets, freshest)
        self.cursors = Cursors(self.keyring)
        self.press = DocumentPress(settings.document_concurrency)
        self.access_tokens = AccessTokens(secrets, settings.issuer, freshest)
        self.passwords = Passwords(
            concurrency=settings.password_hash_concurrency,
            queue=settings.password_hash_queue,
            memory_kib=settings.password_hash_memory_kib,
        )
        self.database = Database(
            settings.database_address,
            read_pool_size=settings.read_pool_size,
            write_pool_size=settings.write_pool_size,
            pool_timeout=settings.pool_timeout_seconds,
        )
        self.storage = storage_at(settings.storage_url, settings.data_dir)
        self.rate_store = rate_store_at(settings.redis_url)
        self.rates = Rates(self.rate_store, self.keyring, self.clock)
        self.libraries = Libraries()
        self.specialties = load_specialties(settings.specialties_file)
        self.commune_names = CommuneNames(self.clock)
        self.event_tide = EventTide(self.database, self.event_clerk())
        self.portfolios = PortfolioDirectory(self.database, accept_any_host=settings.is_demo)

    def worker(self) -> Worker:
        """The worker of this process, with the gateways that the settings name."""
        duties: tuple[Duty, ...] = (
            self.dispatcher(),
            self.event_clerk(),
            self.webhook_fan_out(),
            self.webhook_post(),
            self.job_duty(),
        )
        return Worker(duties, self.wake_signal)

    def dispatcher(self) -> Dispatcher:
        """What sends the outbox's messages."""
        mailer, sms = self._gateways()
        return Dispatcher(
            self.database,
            self.keyring,
            self.clock,
            self.metrics,
            mailer=mailer,
            sms=sms,
            concurrency=self.settings.worker_concurrency,
        )

    def event_clerk(self) -> EventClerk:
        """What numbers events, and deletes those kept long enough."""
        return EventClerk(self.database, self.clock)

    def webhook_post(self) -> "WebhookPost":
        """What sends the deliveries of webhooks."""
        from app.gateways.webhooks import WebhookClient  # noqa: PLC0415 - as the relays'
        from app.services.webhooks.post import WebhookPost  # noqa: PLC0415

        return WebhookPost(
            self.database,
            self.keyring,
            self.clock,
            self.metrics,
            WebhookClient(loopback=self.settings.webhooks_to_loopback),
            concurrency=self.settings.worker_concurrency,
        )

    def job_duty(self) -> JobDuty:
        """What does deferred work."""
        # What gathers a whole file imports most of the services: the worker alone needs it.
        from app.services.exports.building import ExportBuilder, ExportExpiry  # noqa: PLC0415

        builder = ExportBuilder(
            self.database,
            self.storage,
            self.keyring,
            self.cursors,
            self.clock,
            self.press,
            self.wake_signal.wake,
        )
        handlers: dict[JobKind, JobHandler] = {
            JobKind.DATA_EXPORT: builder,
            JobKind.DATA_EXPORT_EXPIRY: ExportExpiry(self.database, self.storage),
        }
        return JobDuty(
            self.database,
            self.clock,
            self.metrics,
            handlers,
            concurrency=self.settings.worker_concurrency,
        )

    def webhook_fan_out(self) -> WebhookFanOut:
        """What makes deliveries of events."""
        return WebhookFanOut(self.database, self.clock)

    def feed_desk(self) -> FeedDesk:
        """What applies the lines of feeds."""
        return FeedDesk(self.keyring, self.clock, self.wake_signal.wake)

    def imports(self) -> ImportService:
        """What imports streams of lines, for partners and for commands."""
        return ImportService(
            self.database,
            self.feed_desk(),
            self.keyring,
            self.clock,
            self.metrics,
            line_bytes=self.settings.import_line_bytes,
        )

    def commune_loader(self) -> "CommuneLoader":
        """What fills the table of communes."""
        from app.services.places.loading import CommuneLoader  # noqa: PLC0415 - commands alone

        return CommuneLoader(self.database, self.clock)

    def directory_import(self) -> "DirectoryImport":
        """What imports the national directories."""
        from app.services.providers.directory import DirectoryImport  # noqa: PLC0415 - the same

        return DirectoryImport(self.database, self.clock, self.specialties)

    def _gateways(self) -> tuple[Mailer, SmsSender]:
        if self.mailbox:
            return self.mailbox, self.mailbox
        # The relays' libraries are loaded by whoever sends, not by every reader.
        from app.gateways.sms import HttpSmsSender  # noqa: PLC0415
        from app.gateways.smtp import SmtpMailer  # noqa: PLC0415

        token = self.settings.sms_token
        sms = HttpSmsSender(self.settings.sms_url or "", token.get_secret_value() if token else "")
        return SmtpMailer(self.settings), sms

    async def close(self) -> None:
        """Give back what was opened."""
        await self.passwords.close()
        await self.rate_store.close()
        await self.database.dispose()
