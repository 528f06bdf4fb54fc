// the two sides have types that don't compare
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::views).in(blog::Tag::objects.all().selecting(&blog::Tag::name)));
