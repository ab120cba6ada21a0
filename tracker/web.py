"""The way in: who may use a page, as whom they act, and what day it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from tracker import pages
from tracker.audit import NOBODY, Actor
from tracker.extensions import db, login_manager
from tracker.pages import LONDON
from tracker.permissions import Leave, Permission, Standing, is_stranger, may
from tracker.standing import after_a_name

View = Callable[..., Any]
LONGEST_WAY_BACK = 1000  # characters; it is kept in the session's cookie, which holds 4 KB


def requires(permission: Permission, on: Any) -> Callable[[View], View]:
    """Load the thing named in the address and pass it to the view, if the person may.

    A stranger is told that it does not exist, a colleague without leave that it is not theirs.
    When a form is accepted the question is asked again, in the transaction that writes.
    """
    key = f"{on.__tablename__}_id"

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url):
            if not current_user.is_authenticated:
                return login_manager.unauthorized()
            load = partial(_load, permission, on, url.pop(key))
            thing = load()
            g.reload = load
            return view(thing, **url)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _load(permission: Permission, on: Any, thing_id: int) -> Any:
    thing = db.session.get(
        on, thing_id, options=getattr(on, "loaded_with", ()), populate_existing=True
    )
    if thing is None:
        abort(404)
    leave = may(standing(), permission, thing)
    if leave is None:
        abort(404 if is_stranger(standing(), thing) else 403)
    g.capacity = leave.capacity
    return thing


def signed_in(view: View) -> View:
    """For a person's own pages, which belong to no organisation, and for what all may read."""

    @wraps(view)
    def guarded(**url):
        return view(**url) if current_user.is_authenticated else login_manager.unauthorized()

    guarded.permission = "signed in"  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """For pages that need no account."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def is_public(view: View) -> bool:
    return getattr(view, "permission", None) == "public"


def leave_for(permission: Permission, thing: Any) -> Leave | None:
    """Whether the person on this page may do more with it: decides which links they are shown."""
    return may(standing(), permission, thing)


def standing() -> Standing:
    """What the person has leave to do, as at today; worked out once a request."""
    if "standing" not in g:
        standing_of = current_app.extensions["standing_of"]
        person_id = current_user.id if current_user.is_authenticated else None
        g.standing = standing_of(person_id, today())
    return g.standing


def actor() -> Actor:
    """Who does what this request does, in the capacity that gave them leave."""
    if not current_user.is_authenticated:
        return NOBODY
    return Actor(current_user.id, current_user.name, g.get("capacity", "own account"))


def today() -> date:
    """The day in London."""
    return current_app.config.get("TODAY") or datetime.now(LONDON).date()


def now() -> datetime:
    """This moment, on the day that is taken for today."""
    return datetime.combine(today(), datetime.now(LONDON).time(), LONDON)


def ask_to_sign_in():
    """Send someone to the sign-in page, remembering where they were."""
    back = way_back() if request.method == "GET" else None
    if back:
        session["next"] = back
    return redirect(url_for("signing_in.sign_in"))


def way_back() -> str | None:
    """The page that was asked for, as an address that we make ourselves; None if it is no page."""
    if not (request.endpoint and request.url_rule and "GET" in (request.url_rule.methods or ())):
        return None
    path = url_for(request.endpoint, **request.view_args or {})
    asked = urlencode(list(request.args.items(multi=True)))
    back = f"{path}?{asked}" if asked else path
    return back if len(back) <= LONGEST_WAY_BACK else None


def hide_what_does_not_exist():
    """To somebody not signed in, every address that is not public looks alike."""
    refused = isinstance(request.routing_exception, SecurityError)  # another host's address
    if request.url_rule is None and not refused and not current_user.is_authenticated:
        return ask_to_sign_in()
    return None


@dataclass(frozen=True)
class Entry:
    """A link of the navigation. `values_of` gives the address's values, or None to leave it out.

    With `stands_for_feature` it is marked on every page of the feature, not on its own alone, and
    on those of the `further` features that are named.
    """

    text: str
    endpoint: str
    values_of: Callable[[Standing], dict[str, Any] | None]
    stands_for_feature: bool = False
    further: tuple[str, ...] = ()

    def leads_here(self) -> bool:
        """Whether the page being looked at lies behind this link."""
        feature, _, _view = self.endpoint.partition(".")
        return self.stands_for_feature and request.blueprint in (feature, *self.further)


NAVIGATION: list[Entry] = []  # each feature adds its own
ORDER = (
    "What you owe",
    "Plan",
    "Measures",
    "Objectives",
    "Mentoring",
    "Voice",
    "Reports",
    "Your organisation",
    "Organisations",
)


def of_their_place(standing: Standing) -> dict[str, Any] | None:
    """For a page of the person's own organisation."""
    place = next(iter(standing.roles), None)
    return {"organisation_id": place} if place else None


@dataclass(frozen=True)
class Place:
    """An organisation, as far as the rules ask about it."""

    organisation_id: int


def of_a_place_where(permission: Permission) -> Callable[[Standing], dict[str, Any] | None]:
    """For a page of the first of the person's organisations in which they have leave to see it."""

    def values_of(standing: Standing) -> dict[str, Any] | None:
        allowed = (place for place in standing.roles if may(standing, permission, Place(place)))
        place = next(allowed, None)
        return {"organisation_id": place} if place else None

    return values_of


def navigation() -> list[dict[str, Any]]:
    """The links at the top of the page for whoever is looking at it."""
    links = []
    for entry in sorted(NAVIGATION, key=lambda entry: ORDER.index(entry.text)):
        values = entry.values_of(standing())
        if values is not None:
            href = url_for(entry.endpoint, **values)
            current, active = request.path == href, entry.leads_here()
            links.append({"text": entry.text, "href": href, "current": current, "active": active})
    return links


def on_every_page() -> dict[str, Any]:
    shared = {"today": today(), "leave_for": leave_for, "P": Permission}
    return shared | {"demonstration": current_app.config["DEMONSTRATION"], "navigation": navigation}


class Id(IntegerConverter):
    """`<int:...>` in an address: a number that a column of ids can hold, or no such page."""

    def __init__(self, map: Map, max: int = 2**31 - 1, **settings: Any) -> None:
        super().__init__(map, max=max, **settings)


def believe_proxies(app: Flask) -> None:
    """Hear of the visitor's address, scheme and host from our own proxies, and from nobody else."""
    hops = app.config["PROXY_HOPS"]
    if hops:
        through = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = through  # type: ignore[method-assign]


def prepare(app: Flask) -> None:
    """What has to stand before the features are added: addresses, templates and responses."""
    app.url_map.converters["int"] = Id
    believe_proxies(app)
    pages.init_app(app)
    app.context_processor(on_every_page)
    app.add_template_filter(after_a_name, "capacity")
    app.before_request(hide_what_does_not_exist)
    login_manager.unauthorized_handler(ask_to_sign_in)


def init_app(app: Flask) -> None:
    refuse_undeclared_routes(app)


def refuse_undeclared_routes(app: Flask) -> None:
    """Stop a route that does not say who may use it from ever being served."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "permission"):
            raise RuntimeError(f"{endpoint} does not say who may use it")
