"""The race equality action tracker: what was promised, what changed, and who disagrees."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from tracker import (
    accounts,
    arrangements,
    balance,
    belonging,
    changes,
    choices,
    cli,
    confirming,
    coordinating,
    drafting,
    enrolling,
    evaluation,
    extensions,
    fingerprints,
    forms,
    governance,
    handing_over,
    imports,
    jobs,
    logs,
    mail,
    meetings,
    membership,
    networks,
    nominating,
    offers,
    organisations,
    pairs,
    people,
    places,
    plan,
    posts,
    preparing,
    programmes,
    promises,
    providers,
    register,
    releases,
    reports,
    roll,
    second_factor,
    signing_in,
    spreadsheets,
    staff_lists,
    succession,
    uploads,
    web,
    workbench,
    workshops,
    wres,
)

FEATURES = (
    jobs,
    mail,
    organisations,
    places,
    signing_in,
    second_factor,
    providers,
    people,
    posts,
    staff_lists,
    networks,
    membership,
    belonging,
    confirming,
    succession,
    wres,
    imports,
    plan,
    drafting,
    spreadsheets,
    handing_over,
    arrangements,
    register,
    programmes,
    enrolling,
    preparing,
    nominating,
    workshops,
    roll,
    workbench,
    changes,
    balance,
    choices,
    releases,
    offers,
    pairs,
    meetings,
    promises,
    coordinating,
    evaluation,
    reports,
    governance,
)


def create_app(settings: Mapping[str, Any]) -> Flask:
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(settings)

    logs.init_app(app)
    web.prepare(app)
    fingerprints.init_app(app)
    extensions.init_app(app)
    forms.init_app(app)
    uploads.init_app(app)
    accounts.init_app(app)
    signing_in.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(feature.blueprint)
    cli.init_app(app)
    web.init_app(app)
    return app
