"""A service that is built once for many tests."""

from tests.client import Client
from tracker import create_app, logs
from tracker.extensions import db
from tracker.providers import connecting


class Built:
    """A service that one test after another is given, each as if it had been built for it alone.

    Building takes longer than most tests, and a new engine would compile every statement again.
    What a test changed of the settings is put back; where it added to the service, which only
    those marked `own_service` can, the next test is given another.
    """

    def __init__(self, chosen, compiled_templates):
        self.app = create_app(chosen)
        self.app.jinja_env.bytecode_cache = compiled_templates
        self.app.test_client_class = Client
        with self.app.app_context():
            self.engine = db.engine
        self.config, self.extensions = dict(self.app.config), dict(self.app.extensions)
        self.made_of = self.parts()

    def parts(self):
        """What makes it the service that it is, as far as a test could add to it."""
        app, templates = self.app, self.app.jinja_env
        return [
            *(list(each) for each in (app.url_map.iter_rules(), app.jinja_loader.loaders)),
            *(dict(each) for each in (app.view_functions, templates.globals, templates.filters)),
            *(
                {name: list(acts) for name, acts in each.items() if acts}
                for each in (app.before_request_funcs, app.after_request_funcs)
            ),
        ]

    def is_as_built(self):
        return self.parts() == self.made_of

    def begin(self, chosen):
        """As it was built, but for the folders, which are each test's own."""
        for kept, usual in (
            (self.app.config, self.config | chosen),
            (self.app.extensions, self.extensions),
        ):
            kept.clear()
            kept.update(usual)
        connecting.init_app(self.app)  # it remembers what a provider said of itself
        readable = chosen["ENVIRONMENT"] == "development"
        logs.configure(chosen["LOG_LEVEL"], readable)
        return self
