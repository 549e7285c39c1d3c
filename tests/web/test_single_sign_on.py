"""Single sign-on: whom the practice's provider vouches for is at work; every lie is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from ringback.actions import leaving
from ringback.config.signin import single_sign_on
from ringback.engine.trouble import EngineTrouble
from ringback.engine.wallclock import now as clock
from ringback.models import Person
from tests import oidc
from tests.signing import in_earnest
from tests.web.test_signin import FORGERY, PASSWORD, code, entries, with_password

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
START = "/sign-in/with/practice"
OUT = "/sign-in?next=%2F"
FAILED, NOBODY, STOPPED = (
    "could not be used, so nobody was signed in",
    "Ask a manager to invite you",
    "You stopped at your provider",
)
SAID = (FAILED, NOBODY, STOPPED)


@pytest.fixture(scope="module")
def running() -> Iterator[oidc.Provider]:
    with oidc.a_provider() as found:
        yield found


@pytest.fixture
def provider(running: oidc.Provider, settings: SettingsWrapper) -> oidc.Provider:
    """The provider of a real practice, which tells the truth."""
    cache.clear()
    in_earnest(settings)
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(running.environment())
    settings.OIDC_IS_SECOND_FACTOR = True
    running.lie.clear()
    running.particulars.clear()
    running.asked.clear()
    running.refused.clear()
    return running


def followed(provider: oidc.Provider, client: Client, start: str = START) -> str:
    """To the provider and back: the address at which it sends the browser home."""
    led = client.get(start)
    assert led.status_code == 302, led.content.decode()
    parts = urlsplit(led.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == provider.url
    asked = {name: each[0] for name, each in parse_qs(parts.query).items()}
    home = urlsplit(provider.authorize(asked))
    return f"{home.path}?{home.query}"


def comes(provider: oidc.Provider, client: Client, start: str = START) -> HttpResponse:
    return client.get(followed(provider, client, start))  # type: ignore[return-value]


def ended_at(client: Client, address: str) -> tuple[str, int]:
    """Where a browser ends up that asks for this, what the page says, and its status."""
    answer = client.get(address, follow=True)
    said = next((words for words in SAID if words in answer.content.decode()), "")
    return said, answer.status_code


@dataclass(frozen=True)
class Counted:
    """What a refusal must leave as it was."""

    people: int
    identities: int
    ways: int

    @classmethod
    def now(cls) -> Counted:
        return cls(
            Person.objects.count(), SocialAccount.objects.count(), Authenticator.objects.count()
        )


def email_of(cast: Cast) -> str:
    return Person.objects.get(id=cast.dana.person_id).email


def test_whoever_was_invited_with_that_address_is_at_work(
    cedar: Cast, provider: oidc.Provider
) -> None:
    client = Client()
    provider.knows(email_of(cedar).upper())
    answer = comes(provider, client, f"{START}?next=/setup")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/setup")
    page = client.get("/setup")
    assert (page.status_code, cedar.dana.name in page.content.decode()) == (200, True)
    how = {"how": ["socialaccount"], "from": "127.0.0.1"}
    assert entries(cedar.dana, "signed in") == [(cedar.dana.person_id, False, how)]
    assert provider.refused == []


def test_the_question_has_a_nonce_a_challenge_and_the_address_people_use(
    cedar: Cast, provider: oidc.Provider, settings: SettingsWrapper
) -> None:
    settings.BASE_URL = "https://calls.cedar.example"
    provider.knows(email_of(cedar))
    first, second = Client(), Client()
    for client in (first, second):
        followed(provider, client, f"{START}?process=connect&scope=all&auth_params=prompt=none")
    one, other = provider.asked
    assert set(one) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce",
        "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert one["redirect_uri"] == "https://calls.cedar.example/sign-in/with/practice/back"
    assert one["code_challenge_method"] == "S256"
    assert set(one["scope"].split()) == {"openid", "profile", "email"}
    assert [name for name in ("state", "nonce", "code_challenge") if one[name] == other[name]] == []


def test_a_password_they_have_stays_theirs(cedar: Cast, provider: oidc.Provider) -> None:
    them = with_password(cedar.dana, app=False)
    provider.knows(them.email)
    comes(provider, Client())
    assert Person.objects.get(id=them.id).check_password(PASSWORD)


def test_who_came_once_is_known_by_the_provider_and_not_by_the_address(
    cedar: Cast, provider: oidc.Provider
) -> None:
    email = email_of(cedar)
    provider.knows(email, subject="s1")
    assert comes(provider, Client()).headers["Location"] == "/"
    provider.knows("dana.married@example.org", subject="s1")
    assert comes(provider, Client()).headers["Location"] == "/"
    kept = SocialAccount.objects.get(user_id=cedar.dana.person_id)
    assert (kept.extra_data, len(kept.uid), "s1" in kept.uid) == ({}, 64, False)


@pytest.mark.parametrize("verified", [True, False, None])
def test_nobody_becomes_somebody_by_being_known_elsewhere(
    provider: oidc.Provider, verified: bool | None
) -> None:
    before, client = Counted.now(), Client()
    provider.knows("stranger@example.org", verified=verified)
    assert ended_at(client, followed(provider, client)) == (NOBODY, 403)
    assert Counted.now() == before
    assert client.get("/").headers["Location"] == OUT


@pytest.mark.parametrize("verified", [False, None, "no", 0])
def test_an_address_the_provider_has_not_confirmed_is_nobodys_and_is_written_down(
    cedar: Cast, provider: oidc.Provider, verified: Any
) -> None:
    before, client = Counted.now(), Client()
    provider.knows(email_of(cedar), verified=verified)
    answer = client.get(followed(provider, client), follow=True)
    stranger = Client()
    provider.knows("stranger@example.org", verified=verified)
    other = stranger.get(followed(provider, stranger), follow=True)
    pages = [FORGERY.sub(b"", each.content) for each in (answer, other)]
    assert pages[0] == pages[1], "nobody learns who works here"
    assert (answer.status_code, Counted.now()) == (403, before)
    assert client.get("/").headers["Location"] == OUT
    refused = {"refused": ["not_confirmed"], "from": "127.0.0.1"}
    assert entries(cedar.dana, "sign-in failed") == [(None, True, refused)]


def test_a_provider_that_says_nothing_of_addresses_is_believed_only_where_it_is_said_so(
    cedar: Cast, provider: oidc.Provider, settings: SettingsWrapper
) -> None:
    settings.OIDC_TRUSTS_ADDRESSES = True
    provider.knows(email_of(cedar), verified=False)
    assert comes(provider, Client()).headers["Location"] == "/sign-in/with-nobody"
    provider.knows(email_of(cedar), verified=None)
    assert comes(provider, Client()).headers["Location"] == "/"


def test_particulars_are_asked_for_where_the_proof_has_no_address(
    cedar: Cast, provider: oidc.Provider
) -> None:
    provider.knows(email_of(cedar))
    told = dict(provider.told)
    provider.lie["claims"] = {"email": None, "email_verified": None}
    provider.particulars = {**told, "sub": "somebody else"}
    assert comes(provider, Client()).headers["Location"] == "/sign-in/with-error"
    provider.particulars = told
    assert comes(provider, Client()).headers["Location"] == "/"


LIES: dict[str, dict[str, Any]] = {
    "signed by another key": {"signed": (oidc.STRANGERS, "RS256")},
    "signed with the secret both know": {"signed": (oidc.SECRET * 2, "HS256")},
    "not signed at all": {"signed": (None, "none")},
    "signed by a key nobody has": {"kid": "two"},
    "for another audience": {"claims": {"aud": "somebody else"}},
    "for two, and used by the other": {"claims": {"aud": [oidc.CLIENT, "b"], "azp": "b"}},
    "of another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "too old": {"claims": {"iat": 1_700_000_000, "exp": 1_700_000_300}},
    "without an end": {"claims": {"exp": None}},
    "without a subject": {"claims": {"sub": None}},
    "with another nonce": {"claims": {"nonce": "of another question"}},
    "without a nonce": {"claims": {"nonce": None}},
    "no proof at all": {"token": "a.b.c"},
    "an empty one": {"token": ""},
    "a provider that calls itself another": {
        "issuer": "https://elsewhere.example",
        "claims": {"iss": "https://elsewhere.example"},
    },
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_changes_nothing(cedar: Cast, provider: oidc.Provider, name: str) -> None:
    client, before = Client(), Counted.now()
    provider.knows(email_of(cedar))
    home = followed(provider, client)
    provider.lie |= LIES[name]
    assert ended_at(client, home) == (FAILED, 401)
    assert (Counted.now(), entries(cedar.dana, "signed in")) == (before, [])
    assert client.get("/").headers["Location"] == OUT


def test_another_sessions_answer_is_refused(cedar: Cast, provider: oidc.Provider) -> None:
    provider.knows(email_of(cedar))
    theirs, mine = Client(), Client()
    home = followed(provider, theirs)
    followed(provider, mine)
    assert ended_at(mine, home) == (FAILED, 401)
    assert mine.get("/").headers["Location"] == OUT


def test_a_code_of_another_question_is_refused(cedar: Cast, provider: oidc.Provider) -> None:
    """Also by the proof alone, where a provider did not care for the verifier."""
    provider.knows(email_of(cedar))
    theirs, mine = Client(), Client()
    stolen = parse_qs(urlsplit(followed(provider, theirs)).query)["code"][0]
    own = parse_qs(urlsplit(followed(provider, mine)).query)["state"][0]
    assert ended_at(mine, f"{START}/back?code={stolen}&state={own}") == (FAILED, 401)
    assert provider.refused == ["verifier"]
    assert mine.get("/").headers["Location"] == OUT


def test_an_answer_is_good_once(cedar: Cast, provider: oidc.Provider) -> None:
    """Even where the provider would take the code again."""
    provider.knows(email_of(cedar))
    provider.lie["takes_codes_again"] = True
    client = Client()
    home = followed(provider, client)
    assert client.get(home).headers["Location"] == "/"
    client.post("/people/leave")
    assert ended_at(client, home) == (FAILED, 401)
    assert client.get("/").headers["Location"] == OUT
    assert len(entries(cedar.dana, "signed in")) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("error=access_denied", (STOPPED, 200)),
        ("error=server_error", (FAILED, 401)),
        ("", (FAILED, 401)),
    ],
)
def test_a_no_of_the_provider_is_said_in_words(
    provider: oidc.Provider, query: str, said: tuple[str, int]
) -> None:
    client = Client()
    own = parse_qs(urlsplit(followed(provider, client)).query)["state"][0]
    assert ended_at(client, f"{START}/back?state={own}&{query}") == said


def test_a_provider_that_is_away_is_said_in_words(provider: oidc.Provider) -> None:
    client = Client()
    home = followed(provider, client)
    provider.lie["away"] = True
    assert [ended_at(client, each) for each in (START, home)] == [(FAILED, 401)] * 2


def test_it_counts_as_the_second_step_only_where_it_is_said_so(
    cedar: Cast, provider: oidc.Provider, settings: SettingsWrapper
) -> None:
    settings.OIDC_IS_SECOND_FACTOR = False
    provider.knows(email_of(cedar))
    client = Client()
    comes(provider, client)
    assert client.get("/").headers["Location"] == "/me/second-step?next=%2F"
    with_password(cedar.dana)
    client = Client()
    assert comes(provider, client).headers["Location"] == "/sign-in/second-step"
    assert client.get("/").headers["Location"] == OUT
    assert client.post("/sign-in/second-step", {"code": code()}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    settings.OIDC_IS_SECOND_FACTOR = True
    client = Client()
    assert comes(provider, client).headers["Location"] == "/", "asked for one step, not two"
    assert client.get("/").status_code == 200


def test_whoever_left_is_let_in_by_nobody(cedar: Cast, provider: oidc.Provider) -> None:
    provider.knows(email_of(cedar), subject="s2")
    comes(provider, Client())
    leaving.leave(cedar.dana.person_id, by=cedar.mara, now=clock())
    client = Client()
    assert comes(provider, client).headers["Location"] == "/sign-in/closed"
    assert client.get("/").headers["Location"] == OUT
    provider.knows(email_of(cedar), subject="s3")
    assert comes(provider, Client()).headers["Location"] == "/sign-in/with-nobody"


@pytest.mark.usefixtures("provider")
def test_without_a_provider_there_is_no_such_way(settings: SettingsWrapper) -> None:
    assert b"Use Cedar accounts" in Client().get("/sign-in").content
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on({})
    assert b"Cedar accounts" not in Client().get("/sign-in").content
    assert [Client().get(each).status_code for each in (START, f"{START}/back")] == [404, 404]
    assert Client().post(START).status_code == 405


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"RINGBACK_OIDC_SECRET": ""}, "Single sign-on needs RINGBACK_OIDC_SECRET too."),
        ({"RINGBACK_OIDC_URL": "http://id.example.org"}, "must begin with https://"),
    ],
)
def test_half_a_provider_is_one_sentence(
    running: oidc.Provider, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(EngineTrouble, match=words):
        single_sign_on({**running.environment(), **changed})
