// this field does not refer to rows of that query set; name one of their fields: in(rows.selecting(&T::field))
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::author).in(blog::Tag::objects.all()));
