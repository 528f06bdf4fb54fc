// back(…) takes a foreign key or a many-to-many member
#include "../blog_models.hpp"
auto authors = blog::Author::objects.filter(F(back(&blog::Post::title)).isnull());
