"""The outbox, where the demonstration shows what was sent. Elsewhere there is no such page."""

from flask import Blueprint, abort, current_app, render_template, request

from tracker.mail import outbox
from tracker.pages import PAGE_SIZE, Page
from tracker.web import public

blueprint = Blueprint("mail", __name__)


@blueprint.get("/outbox")
@public
def list_outbox():
    if not current_app.config["DEMONSTRATION"]:
        abort(404)
    folder, after = current_app.config["OUTBOX"], request.args.get("after", "")
    words = request.args.get("q", "")[:100].strip()
    names = [name for name in outbox.names_in(folder) if not after or name < after]
    if words:
        names = outbox.to_whom(folder, names, words)
    shown = names[:PAGE_SIZE]
    more = shown[-1] if len(names) > PAGE_SIZE else None
    page = Page(list(outbox.mails(folder, shown)), more)
    home = current_app.config["SERVICE_URL"]
    return render_template("mail/list_outbox.html", page=page, home=home, words=words)
