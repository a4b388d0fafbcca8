"""What every test shares: the `--full` sweeps, and adapters whose passphrases cost no more than the floor."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings

from app import bootstrap
from app.services.house import House
from app.storage import crypto
from app.storage.crypto import FLOOR

PASSPHRASE = "stuck drama clerk ozone tulip"
PROJECT = Path(__file__).resolve().parent.parent
SAMPLES = PROJECT / "resources" / "samples"


# No timed assertion in the suite: a slow machine is no failure.
settings.register_profile("house", deadline=None, max_examples=60)
settings.register_profile("full", deadline=None, max_examples=1000)


def pytest_configure(config: pytest.Config) -> None:
    """Property tests look further with `--full`."""
    settings.load_profile("full" if config.getoption("--full") else "house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--full` runs every sweep whole; without it each runs a fair sample."""
    parser.addoption("--full", action="store_true", help="run the slow sweeps whole")


@pytest.fixture(scope="session", autouse=True)
def _stretched_once() -> Iterator[None]:
    """A pure function that is made to be slow is computed once for the same arguments in a test run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "stretch", lru_cache(maxsize=None)(crypto.stretch))
        yield


@pytest.fixture(scope="session", autouse=True)
def _settings_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test, and no program it starts, reads or writes the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "APPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """True if sweeps are to run whole."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def house(_settings_of_their_own: None) -> House:
    """The real adapters, with new cases locked at the least cost that is allowed."""
    return bootstrap.real(cost=FLOOR)


@pytest.fixture(autouse=True, scope="session")
def stretched_once() -> Iterator[None]:
    """The same passphrase under the same salt is stretched once a run: the cost is not what these tests are about."""
    patch = pytest.MonkeyPatch()
    patch.setattr(crypto, "stretch", lru_cache(maxsize=None)(crypto.stretch))
    yield
    patch.undo()
