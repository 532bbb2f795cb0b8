"""Settings: nothing misspelt passes, everything is described, and the secret key stays secret."""

import re
import stat
from dataclasses import fields, replace
from datetime import time
from pathlib import Path

import pytest

from engine.errors import UnknownSetting
from engine.settings import Settings, read_settings, setting_name, with_secret_key

DESCRIBED = Path(__file__).parent.parent / "docs" / "settings.md"

VALUES = {
    "POLKU_DATABASE_URL": ("sqlite:///elsewhere/office.db", "sqlite:///elsewhere/office.db"),
    "POLKU_HOST": ("0.0.0.0", "0.0.0.0"),  # noqa: S104  read, not bound
    "POLKU_PORT": ("9001", 9001),
    "POLKU_DATABASE_CONNECTIONS": ("50", 50),
    "POLKU_DATABASE_PREPARED": ("No", "no"),
    "POLKU_RETENTION": ("customership=3650, 730", (("customership", 3650), ("*", 730))),
    "POLKU_PUBLIC_URL": ("https://polku.example.fi/", "https://polku.example.fi"),
    "POLKU_SECRET_KEY": ("k" * 32, "k" * 32),
    "POLKU_TIME_ZONE": ("Europe/Stockholm", None),
    "POLKU_HOLIDAYS": ("de-by", "DE-BY"),
    "POLKU_OFFICE_HOURS": ("09:00-17:30", (time(9), time(17, 30))),
    "POLKU_PROCESSES": ("one.application, another", ("one.application", "another")),
    "POLKU_WEB_THREADS": ("24", 24),
    "POLKU_JOB_THREADS": ("4", 4),
    "POLKU_ROUTING_SCHEDULE": ("0 7 * * MON-FRI;*/10 8-15 * * *", "0 7 * * mon-fri; */10 8-15 * * *"),
    "POLKU_JOB_RUNNER": ("workers", "workers"),
    "POLKU_METRICS_TOKEN": ("t", "t"),
    "POLKU_WEBHOOK_HOSTS": ("a.example, internal:b", ("a.example", "internal:b")),
    "POLKU_WEBHOOK_SECRET": ("s", "s"),
    "POLKU_MAIL_SERVER": ("smtp://u:p@mail.example:587", "smtp://u:p@mail.example:587"),
    "POLKU_MAIL_FROM": ("a@b.example", "a@b.example"),
    "POLKU_LOG_NAME": ("office.example/polku", "office.example/polku"),
    "POLKU_CHECKPOINT_MINUTES": ("15", 15),
    "POLKU_CHECKPOINT_FOLDER": ("elsewhere/checkpoints", "elsewhere/checkpoints"),
    "POLKU_CHECKPOINT_MAIL": ("auditor@office.example", "auditor@office.example"),
    "POLKU_CHECKPOINT_URL": ("https://elsewhere.example/log", "https://elsewhere.example/log"),
    "POLKU_LOG_FORMAT": ("JSON", "json"),
    "POLKU_LOG_LEVEL": ("warning", "warning"),
}

UNUSABLE = {
    "POLKU_DATABASE_URL": "mysql://somewhere",
    "POLKU_DATABASE_CONNECTIONS": "1",
    "POLKU_DATABASE_PREPARED": "perhaps",
    "POLKU_RETENTION": "customership=never",
    "POLKU_PORT": "eight thousand",
    "POLKU_PUBLIC_URL": "polku.example.fi",
    "POLKU_SECRET_KEY": "short",
    "POLKU_TIME_ZONE": "Europe/Tampere",
    "POLKU_HOLIDAYS": "ATLANTIS",
    "POLKU_OFFICE_HOURS": "16:15-08:00",
    "POLKU_WEB_THREADS": "0",
    "POLKU_JOB_THREADS": "-1",
    "POLKU_ROUTING_SCHEDULE": "*/15 8-16 * * 1-5",
    "POLKU_LOG_NAME": "our office",
    "POLKU_CHECKPOINT_MINUTES": "0",
    "POLKU_CHECKPOINT_MAIL": "the auditor",
    "POLKU_CHECKPOINT_URL": "elsewhere",
    "POLKU_LOG_FORMAT": "xml",
    "POLKU_LOG_LEVEL": "loud",
}


def test_every_setting_is_described_with_its_name_and_nothing_else_is() -> None:
    described = set(re.findall(r"^\| `(POLKU_\w+)`", DESCRIBED.read_text(encoding="utf-8"), re.MULTILINE))

    assert described == {setting_name(spec) for spec in fields(Settings)}


@pytest.mark.parametrize("spec", fields(Settings), ids=lambda spec: spec.name)
def test_every_setting_is_read_from_its_variable(spec) -> None:
    given, expected = VALUES[setting_name(spec)]

    value = getattr(read_settings({setting_name(spec): given}), spec.name)

    assert value != spec.default
    assert str(value) == given if expected is None else value == expected


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_value_that_cannot_be_used_is_named_with_what_to_give(name: str) -> None:
    with pytest.raises(UnknownSetting, match=rf"^{name}: .*; .+\.$"):
        read_settings({name: UNUSABLE[name]})


def test_an_unknown_setting_is_named_with_the_one_that_was_meant() -> None:
    with pytest.raises(UnknownSetting, match=r"POLKU_PROT: there is no such setting\. Did you mean POLKU_PORT\?"):
        read_settings({"POLKU_PROT": "8000"})


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(UnknownSetting) as refused:
        read_settings({"POLKU_PORT": "x", "POLKU_NOTHING_LIKE_IT": "1", "POLKU_LOG_LEVEL": "loud"})

    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "POLKU_LOG_LEVEL",
        "POLKU_NOTHING_LIKE_IT",
        "POLKU_PORT",
    ]


def test_variables_of_others_of_the_tests_and_empty_ones_are_passed_over() -> None:
    environment = {"PORT": "1", "POLKU_TEST_POSTGRES_URL": "postgresql://x/y", "POLKU_PORT": " "}

    assert read_settings(environment) == Settings()


def test_a_postgresql_address_is_reached_through_the_driver_that_is_installed() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = read_settings({"POLKU_DATABASE_URL": f"{scheme}://polku@localhost/office"})
        assert settings.database_url == "postgresql+psycopg://polku@localhost/office"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("polku:a/b@one,two,three/office?x=y", "polku:a/b@one,two,three/office?x=y"),
        ("polku:a/b@one:1,two:2/office", "polku:a/b@/office?host=one:1&host=two:2"),
        (
            "one:1,two/office?target_session_attrs=read-write",
            "/office?host=one:1&host=two&target_session_attrs=read-write",
        ),
        ("polku@[::1]:5432/office", "polku@[::1]:5432/office"),
        ("/office?host=/var/run/postgresql", "/office?host=/var/run/postgresql"),
    ],
)
def test_several_hosts_of_postgresql_may_have_a_port_each(given: str, read: str) -> None:
    settings = read_settings({"POLKU_DATABASE_URL": f"postgresql://{given}"})
    assert settings.database_url == f"postgresql+psycopg://{read}"


@pytest.mark.parametrize("hosts", ["one:x", "one:1,two:", "one:1,two:2x"])
def test_a_port_that_is_no_number_is_refused_with_a_sentence(hosts: str) -> None:
    with pytest.raises(UnknownSetting, match="give a number as the port of each host"):
        read_settings({"POLKU_DATABASE_URL": f"postgresql://polku@{hosts}/office"})


def test_links_lead_to_this_machine_until_a_public_address_is_given() -> None:
    assert replace(Settings(), port=8123).address == "http://127.0.0.1:8123"
    assert replace(Settings(), public_url="https://polku.example.fi").address == "https://polku.example.fi"


def test_the_secret_key_is_made_once_kept_beside_the_database_and_readable_to_its_owner_only(
    tmp_path: Path,
) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/new/office.db")

    first = with_secret_key(settings)
    second = with_secret_key(settings)

    kept = tmp_path / "new" / "secret-key"
    assert len(first.secret_key) >= 32
    assert first.secret_key == second.secret_key == kept.read_text().strip()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_a_given_secret_key_is_used_and_no_file_is_made(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/office.db", secret_key="g" * 40)

    assert with_secret_key(settings).secret_key == "g" * 40
    assert not list(tmp_path.iterdir())


def test_a_spoilt_secret_key_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("oops")

    with pytest.raises(UnknownSetting, match=r"secret-key: a secret key has at least 32 characters"):
        with_secret_key(Settings(database_url=f"sqlite:///{tmp_path}/office.db"))


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    shown = repr(Settings(secret_key="s" * 40, database_url="postgresql+psycopg://polku:hush@localhost/office"))

    assert "sss" not in shown
    assert "hush" not in shown
    with pytest.raises(UnknownSetting) as refused:
        read_settings({"POLKU_SECRET_KEY": "tooshort"})
    assert "tooshort" not in str(refused.value)
