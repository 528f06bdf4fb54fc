"""A few rows, with what is hard to get across."""
import datetime
import decimal

import django

django.setup()

from blog.models import Author, Comment, Post, Tag  # noqa: E402

ann = Author.objects.create(name="Ann Ötzi", email="ann@example.org", bio='"quoted"\nand a line')
bob = Author.objects.create(name="Bob", email="bob@example.org", active=False)
cpp = Tag.objects.create(name="C++", slug="cpp")
orm = Tag.objects.create(name="ORM", slug="orm")
moment = datetime.datetime(2026, 2, 3, 4, 5, 6, 789000, tzinfo=datetime.timezone.utc)
post = Post.objects.create(title="First", slug="first", body="…", status="published", author=ann, reviewer=bob,
                           published_at=moment, views=7, rating=decimal.Decimal("4.5"), cover="covers/a.png")
post.tags.set([cpp, orm])
Post.objects.create(title="Draft", slug="draft", body="", author=bob)
comment = Comment.objects.create(post=post, name="Eve", text="Hello")
Comment.objects.filter(pk=comment.pk).update(created=moment)
