"""Settings: what an administrator chooses, from environment variables whose names begin with POLKU_.

`read_settings` refuses unknown names and bad values all at once, so that a misspelt setting is never
silently left out. Every setting is described in docs/settings.md; a test holds the two together.
"""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from datetime import time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from engine.errors import UnknownSetting

PREFIX = "POLKU_"
#: Variables of the test suite, which are no settings of the program.
TEST_PREFIX = "POLKU_TEST_"
SECRET_KEY_FILE = "secret-key"  # noqa: S105  a file's name
SHORTEST_SECRET = 32
#: What follows `postgresql://`; a password may hold anything but "@".
PLACE = re.compile(r"(?P<user>[^:/@]*(?::[^@]*)?@)?(?P<hosts>[^/?]*)(?P<path>[/?].*)?", re.DOTALL)
HELSINKI = ZoneInfo("Europe/Helsinki")


def text(value: str) -> str:
    return value


def words(value: str) -> tuple[str, ...]:
    """Names separated by commas; an empty text is no name."""
    return tuple(word.strip() for word in value.split(",") if word.strip())


def database_url(value: str) -> str:
    """An SQLAlchemy URL; PostgreSQL is always reached through psycopg, the driver that is installed."""
    if value.startswith("sqlite:///") or value == "sqlite://":
        return value
    scheme, separator, rest = value.partition("://")
    if separator and rest and scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{hosts_apart(rest)}"
    raise ValueError("give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")


def hosts_apart(rest: str) -> str:
    """Several hosts with a port each, as libpq writes them (`one:5432,two:5433/office`), as SQLAlchemy reads them."""
    parts = PLACE.fullmatch(rest)
    hosts = (parts["hosts"] or "").split(",") if parts else []
    for host in hosts:
        _, colon, port = host.rpartition("]")[2].partition(":")
        if colon and not re.fullmatch(r"[0-9]{1,5}", port):
            raise ValueError(f"give a number as the port of each host, not {port!r}")
    if parts is None or len(hosts) == 1 or ":" not in parts["hosts"]:
        return rest
    database, _, options = (parts["path"] or "/").partition("?")
    apart = "&".join([*(f"host={host}" for host in hosts), *filter(None, [options])])
    return f"{parts['user'] or ''}{database}?{apart}"


def whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(value)

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(f"give one of {', '.join(choices)}")
        return value.lower()

    return read


def time_zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ValueError, OSError, KeyError) as unknown:
        raise ValueError("give a time zone of the IANA database, for instance Europe/Helsinki") from unknown


def country(value: str) -> str:
    """A country, or a country and its part (`FI`, `DE-BY`), whose public holidays the office keeps."""
    place, _, part = value.upper().partition("-")
    known = holidays.list_supported_countries()
    if place not in known or (part and part not in known[place]):
        raise ValueError("give a country's two letters, for instance FI, or a part of one, for instance DE-BY")
    return value.upper()


def office_hours(value: str) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError as unreadable:
        raise ValueError("give two times of the day, for instance 08:00-16:15") from unreadable
    if not opens < closes or opens.tzinfo or closes.tzinfo:
        raise ValueError("the office must open before it closes, for instance 08:00-16:15")
    return opens, closes


#: The fields of a schedule with the least and the most of each, as in a crontab.
CRON = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12))
WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun"
#: By name only: programs disagree on which day 1 is.
WEEKDAY_FIELD = re.compile(rf"\*|({WEEKDAYS})(-({WEEKDAYS}))?(,({WEEKDAYS})(-({WEEKDAYS}))?)*")
NUMBER_FIELD = re.compile(r"(\*|\d{1,2}(-\d{1,2})?)(/\d{1,2})?(,(\*|\d{1,2}(-\d{1,2})?)(/\d{1,2})?)*")


def retention(value: str) -> tuple[tuple[str, int], ...]:
    """Days by process id; the id `*` stands for all that are not named."""
    found = []
    for part in value.split(","):
        process_id, _, days = part.strip().rpartition("=")
        if not re.fullmatch(r"[0-9]{1,5}", days) or int(days) < 1:
            raise ValueError("give a number of days, or PROCESS=DAYS, several separated by commas")
        found.append((process_id or "*", int(days)))
    return tuple(found)


def schedule(value: str) -> str:
    """Times in the form of a crontab, several separated by semicolons, on the office's clock."""
    for part in value.split(";"):
        fields = part.lower().split()
        if len(fields) != len(CRON) + 1:
            raise ValueError("give minute, hour, day of the month, month and weekday, as in */15 8-16 * * mon-fri")
        for (name, least, most), field_ in zip(CRON, fields, strict=False):
            numbers = [int(number) for number in re.findall(r"(?<!/)\b\d+", field_)]
            steps = [int(number) for number in re.findall(r"/(\d+)", field_)]
            backwards = any(int(low) > int(high) for low, high in re.findall(r"(\d+)-(\d+)", field_))
            if not NUMBER_FIELD.fullmatch(field_) or not all(least <= number <= most for number in numbers):
                raise ValueError(f"the {name} {field_!r} is none; give numbers from {least} to {most}, or *")
            if backwards or not all(1 <= step <= most for step in steps):
                raise ValueError(f"the {name} {field_!r} never comes; give the smaller number first, and a step from 1")
        if not WEEKDAY_FIELD.fullmatch(fields[-1]):
            raise ValueError(f"the weekday {fields[-1]!r} is none; give names, as in mon-fri")
    return "; ".join(" ".join(part.lower().split()) for part in value.split(";"))


def web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise ValueError("give an address that begins with http:// or https://")
    return value.rstrip("/")


def mail_server(value: str) -> str:
    if not re.fullmatch(r"smtps?://[^\s/?#]+/?(\?plain)?", value):
        raise ValueError("give smtp://USER:PASSWORD@HOST:PORT, smtps:// for TLS from the start, ?plain for none")
    return value


def mail_address(value: str) -> str:
    if not re.fullmatch(r"[^\s@,<>]+@[^\s@,<>]+", value):
        raise ValueError("give one mail address, for instance auditor@office.example")
    return value


def log_name(value: str) -> str:
    if not re.fullmatch(r"[^\s+]+", value):
        raise ValueError("give a name without spaces and plus signs, for instance office.example/polku")
    return value


def secret_key(value: str) -> str:
    if len(value) < SHORTEST_SECRET:
        raise ValueError(f"a secret key has at least {SHORTEST_SECRET} characters")
    return value


def setting(read: Callable[[str], Any], default: Any, *, repr: bool = True) -> Any:
    return field(default=default, repr=repr, metadata={"read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program runs with. The setting POLKU_PORT is the field `port`, and so on."""

    # The database's address and the secret key are left out when settings are printed: they hold secrets.
    database_url: str = setting(database_url, "sqlite:///var/polku.db", repr=False)
    database_connections: int = setting(whole_number(2, 1000), 20)
    database_prepared: str = setting(one_of("yes", "no"), "yes")
    retention: tuple[tuple[str, int], ...] = setting(retention, ())
    host: str = setting(text, "127.0.0.1")
    port: int = setting(whole_number(0, 65535), 8000)
    public_url: str = setting(web_address, "")
    secret_key: str = setting(secret_key, "", repr=False)
    time_zone: ZoneInfo = field(default=HELSINKI, metadata={"read": time_zone})
    holidays: str = setting(country, "FI")
    office_hours: tuple[time, time] = setting(office_hours, (time(8), time(16, 15)))
    processes: tuple[str, ...] = setting(words, ("processes.business_services",))
    web_threads: int = setting(whole_number(1, 256), 16)
    job_threads: int = setting(whole_number(1, 64), 2)
    routing_schedule: str = setting(schedule, "0 7 * * mon-fri; */15 8-16 * * mon-fri")
    job_runner: str = setting(one_of("threads", "workers"), "threads")
    metrics_token: str = setting(text, "", repr=False)
    webhook_hosts: tuple[str, ...] = setting(words, ())
    webhook_secret: str = setting(text, "", repr=False)
    mail_server: str = setting(mail_server, "", repr=False)
    mail_from: str = setting(text, "")
    log_name: str = setting(log_name, "polku")
    checkpoint_minutes: int = setting(whole_number(1, 10080), 60)
    checkpoint_folder: str = setting(text, "")
    checkpoint_mail: str = setting(mail_address, "")
    checkpoint_url: str = setting(web_address, "", repr=False)
    log_format: str = setting(one_of("console", "json"), "console")
    log_level: str = setting(one_of("debug", "info", "warning", "error"), "info")

    @property
    def address(self) -> str:
        """Where links in messages lead; without a public address, to this machine."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def checkpoint_interval(self) -> timedelta:
        return timedelta(minutes=self.checkpoint_minutes)

    @property
    def data_folder(self) -> Path:
        """The folder of the SQLite database, otherwise `var`: where the program keeps files of its own."""
        _, _, file = self.database_url.partition("sqlite:///")
        return Path(file).parent if file and file != ":memory:" else Path("var")


def setting_name(spec: "Field[Any]") -> str:
    return PREFIX + spec.name.upper()


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from the POLKU_* variables of `environment`; an empty value counts as not given.

    Raises UnknownSetting with one line for each name that is unknown and each value that can't be used.
    """
    known = {setting_name(spec): spec for spec in fields(Settings)}
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name.startswith(TEST_PREFIX):
            continue
        if (spec := known.get(name)) is None:
            wrong.append(unknown_name(name, known))
        elif value.strip():
            try:
                values[spec.name] = spec.metadata["read"](value.strip())
            except ValueError as reason:
                shown = f"{value!r} can't be used" if spec.repr else "its value can't be used"
                wrong.append(f"{name}: {shown}; {reason}.")
    if wrong:
        raise UnknownSetting("\n".join(wrong))
    return Settings(**values)


def unknown_name(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.75)
    hint = f"Did you mean {close[0]}?" if close else "docs/settings.md lists them all."
    return f"{name}: there is no such setting. {hint}"


def with_secret_key(settings: Settings) -> Settings:
    """Settings with a secret key: the one given, else the one kept beside the database, else a new one.

    Raises UnknownSetting when the kept file holds no key.
    """
    if settings.secret_key:
        return settings
    file = settings.data_folder / SECRET_KEY_FILE
    if not file.exists():
        keep_new_secret(file)
    try:
        return replace(settings, secret_key=secret_key(file.read_text(encoding="ascii").strip()))
    except ValueError as reason:
        raise UnknownSetting(f"{file}: {reason}. Mend the file or remove it; a new one is made.") from reason


def keep_new_secret(file: Path) -> None:
    """Make the file in one step, readable to its owner only; two programs starting at once get one key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as draft:  # made with mode 600
        draft.write(secrets.token_urlsafe(48) + "\n")
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, file)
