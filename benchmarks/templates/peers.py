"""The same pages by Django's engine or Jinja2: peers.py django|jinja2 APPLICATIONS-TEMPLATES TABLE.HTML [posts|table]"""
import datetime
import pathlib
import sys
import time
from types import SimpleNamespace as Object

engine_name, folder, table_file = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
here = pathlib.Path(__file__).parent
names = ["base.html", "post_list.html", "_post.html"]

posts = [
    Object(
        id=5000 - i,
        title=f"Post <{i}> & more",
        body=" ".join(f"word{word * 7 % 100}" for word in range(120)),
        created=datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
        author=Object(name=f"Author {i % 7}"),
        tags=Object(all=[Object(name=f"tag{(i + tag) % 10}") for tag in range(3)]),
    )
    for i in range(20)
]
user = Object(is_authenticated=True, get_full_name="Ann Example")
table = [[row * 10 + cell for cell in range(10)] for row in range(1000)]


def with_django():
    import django
    from django.conf import settings
    from django.template import Context, Engine, Template
    from django.urls import path

    urls = type(sys)("urls")
    urls.urlpatterns = [path("posts/", lambda request: None, name="post-list")]
    sys.modules["urls"] = urls
    settings.configure(ROOT_URLCONF="urls", USE_TZ=True, TIME_ZONE="UTC")
    django.setup()
    sources = {f"bench/{name}": (folder / "bench" / name).read_text() for name in names}
    sources["table.html"] = table_file.read_text()
    engine = Engine(loaders=[("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", sources)])])
    page, rows = engine.get_template("bench/post_list.html"), engine.get_template("table.html")
    return (
        lambda: page.render(Context({"posts": posts, "user": user})),
        lambda: rows.render(Context({"table": table})),
        lambda: [Template(sources[f"bench/{name}"], engine=engine) for name in names],
        lambda: Template(sources["table.html"], engine=engine),
    )


def with_jinja2():
    from jinja2 import DictLoader, Environment

    sources = {f"bench/{name}": (here / "jinja" / name).read_text() for name in names[1:]}
    sources["bench/base.html"] = (folder / "bench/base.html").read_text().replace("{% url 'post-list' %}", "{{ url('post-list') }}")
    sources["table.html"] = table_file.read_text()
    environment = Environment(loader=DictLoader(sources), autoescape=True, cache_size=400)

    def truncatewords(text, count):
        words = text.split()
        return " ".join(words[:count]) + (" …" if len(words) > count else "")

    environment.filters["truncatewords"] = truncatewords
    environment.filters["day"] = lambda moment: f"{moment.day} {moment:%b %Y}"
    environment.globals["url"] = lambda name: "/posts/"
    page, rows = environment.get_template("bench/post_list.html"), environment.get_template("table.html")
    return (
        lambda: page.render(posts=posts, user=user),
        lambda: rows.render(table=table),
        lambda: [environment.from_string(sources[f"bench/{name}"]) for name in names],
        lambda: environment.from_string(sources["table.html"]),
    )


def time_of(work):
    """Processor time of one, in microseconds: the best of five tries of a fifth of a second each."""
    work()
    best = 1e9
    for _ in range(5):
        count, start = 0, time.process_time()
        while (taken := time.process_time() - start) < 0.2:
            work()
            count += 1
        best = min(best, 1e6 * taken / count)
    return best


works = {"django": with_django, "jinja2": with_jinja2}[engine_name]()
if len(sys.argv) > 4:
    sys.stdout.write(works[["posts", "table"].index(sys.argv[4])]())
else:
    for name, work in zip(["posts", "table", "parse-posts", "parse-table"], works):
        print(name, f"{time_of(work):.2f}")
