"""The front page, what you owe, and the pages about the service itself."""

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import text

from tracker.extensions import db
from tracker.reports import queries
from tracker.web import public, signed_in, standing, today

blueprint = Blueprint("reports", __name__)


@blueprint.get("/")
@public
def show_front_page():
    if current_user.is_authenticated:
        return redirect(url_for(".show_home"))
    return render_template("reports/show_front_page.html", plans=queries.published_plans())


@blueprint.get("/home")
@signed_in
def show_home():
    home = queries.home(standing(), today())
    return render_template("reports/show_home.html", home=home)


@blueprint.get("/accessibility")
@public
def show_accessibility():
    return render_template("reports/show_accessibility.html")


@blueprint.get("/privacy")
@public
def show_privacy():
    return render_template("reports/show_privacy.html")


@blueprint.get("/words")
@public
def show_words():
    return render_template("reports/show_words.html")


@blueprint.get("/healthz")
@public
def show_health():
    return {"status": "up"}


@blueprint.get("/readyz")
@public
def show_readiness():
    db.session.execute(text("select 1 from organisation"))
    return {"status": "ready"}
